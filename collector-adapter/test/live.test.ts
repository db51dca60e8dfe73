import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { get, type ClientRequest, type IncomingMessage } from "node:http";
import { LIVE_KEEP_ALIVE_MS } from "@runline/contract";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { openLiveStream, type LiveStreamReader } from "./support/live-stream.ts";
import { ingest } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { createTestRun } from "./support/test-run.ts";
import { toPending } from "./support/test-span.ts";
import { useServer } from "./support/use-server.ts";

const CHAT = { "gen_ai.operation.name": "chat" };

describe("live stream", () => {
  const context = useServer("postgres");
  const streams: LiveStreamReader[] = [];

  afterEach(async () => {
    for (const stream of streams.splice(0)) await stream.close();
  });

  async function open(agentId: string | undefined, lastEventId?: string): Promise<LiveStreamReader> {
    const stream = await openLiveStream(context.url, agentId, lastEventId);
    streams.push(stream);
    return stream;
  }

  test("tells of the start, the growth and the end of a run, with its id", async () => {
    const run = createTestRun();
    const stream = await open(run.agentId);
    const root = run.root({ status: "timeout" });

    await ingest(context.url, [toPending(root)]);
    const started = await stream.next();
    expect(started).toMatchObject({
      name: "run-started",
      message: { runId: run.runId, agentId: run.agentId, status: "started" },
    });
    await ingest(context.url, [run.modelCall()]);
    expect(await stream.next()).toMatchObject({
      name: "run-updated",
      message: { runId: run.runId, status: "started" },
    });
    await ingest(context.url, [root]);
    expect(await stream.next()).toMatchObject({ name: "run-ended", message: { runId: run.runId, status: "timeout" } });
    expect(started.message?.at).toBeLessThanOrEqual(Date.now());
  });

  test("tells who watches all agents of the runs of each, and repeats what was missed", async () => {
    const runs = [createTestRun(), createTestRun()];
    const stream = await open(undefined);
    const ids: (string | undefined)[] = [];
    for (const run of runs) {
      await ingest(context.url, [toPending(run.root())]);
      const { id, message } = await stream.next();
      expect(message).toMatchObject({ agentId: run.agentId, runId: run.runId });
      ids.push(id);
    }
    const later = await open(undefined, ids[0]);
    expect(await later.next()).toMatchObject({ id: ids[1], message: { runId: runs[1]?.runId } });
  });

  test("tells of a run that came as a whole: start, then end", async () => {
    const run = createTestRun();
    const stream = await open(run.agentId);
    await ingest(context.url, [run.modelCall(), run.root()]);

    expect(await stream.next()).toMatchObject({ name: "run-started", message: { runId: run.runId } });
    expect(await stream.next()).toMatchObject({ name: "run-ended", message: { runId: run.runId } });
  });

  test("tells of another end when the outer agent reports another than its sub-agent", async () => {
    const trace = createForeignTrace();
    const stream = await open(trace.agentId);
    const agent = { "gen_ai.operation.name": "invoke_agent" };
    const outer = trace.span("outer", agent, { to: 900 });
    await ingest(context.url, [trace.span("inner", agent, { parent: outer, error: "no rooms" })]);
    await ingest(context.url, [outer]);

    const events = [await stream.next(), await stream.next(), await stream.next()];
    expect(events.map(({ name, message }) => [name, message?.status])).toEqual([
      ["run-started", "error"],
      ["run-ended", "error"],
      ["run-ended", "completed"],
    ]);
  });

  test("says that a run has started when it first counts as one, though its trace was known before", async () => {
    const trace = createForeignTrace();
    const stream = await open(trace.agentId);
    const request = trace.span("POST /chat", {}, { to: 900 });
    await ingest(context.url, [request]);
    await ingest(context.url, [trace.span("chat", CHAT, { parent: request })]);

    expect(await stream.next()).toMatchObject({ name: "run-started", message: { runId: trace.runId } });
    expect(await stream.next()).toMatchObject({
      name: "run-ended",
      message: { runId: trace.runId, status: "completed" },
    });
  });

  test("says that a run has started once, though the snapshot of a step came before it", async () => {
    const run = createTestRun();
    const stream = await open(run.agentId);
    await ingest(context.url, [toPending(run.modelCall())]);
    await ingest(context.url, [toPending(run.root())]);
    await ingest(context.url, [toPending(run.evaluator())]);

    expect((await stream.next()).name).toBe("run-started");
    expect((await stream.next()).name).toBe("run-updated");
  });

  test("tells of an infrastructure span below a known run", async () => {
    const run = createTestRun();
    const stream = await open(run.agentId);
    await ingest(context.url, [toPending(run.root())]);
    await ingest(context.url, [run.infrastructure("GET api.weather")]);
    await ingest(context.url, [toPending(run.infrastructure("SELECT"))]);

    expect((await stream.next()).name).toBe("run-started");
    for (let count = 0; count < 2; count++) {
      expect(await stream.next()).toMatchObject({
        name: "run-updated",
        message: { runId: run.runId, status: "started" },
      });
    }
  });

  test("names the run of the message when a plan or its actions change", async () => {
    const run = createTestRun();
    const stream = await open(run.agentId);
    await ingest(context.url, [toPending(run.root())]);
    const plan = run.plan();
    await ingest(context.url, [plan, run.action("GET_WEATHER", { parent: plan })]);

    expect((await stream.next()).name).toBe("run-started");
    expect(await stream.next()).toMatchObject({ name: "run-updated", message: { runId: run.runId } });
    await ingest(context.url, [run.root()]);
    expect(await stream.next()).toMatchObject({ name: "run-ended", message: { runId: run.runId } });
  });

  test("is silent about spans that were there already", async () => {
    const run = createTestRun();
    const spans = [run.root(), run.modelCall()];
    await ingest(context.url, spans);
    const stream = await open(run.agentId);
    await ingest(context.url, spans);
    const next = createTestRun({ agentId: run.agentId });
    await ingest(context.url, [next.root()]);

    expect((await stream.next()).message?.runId).toBe(next.runId);
  });

  test("shows an agent's runs to nobody who watches another agent", async () => {
    const mine = createTestRun();
    const stream = await open(mine.agentId);
    await ingest(context.url, [createTestRun().root()]);
    await ingest(context.url, [mine.root()]);

    expect((await stream.next()).message).toMatchObject({ runId: mine.runId, agentId: mine.agentId });
  });

  test("sends what was missed to a client that comes back with the last id it saw", async () => {
    const agentId = randomUUID();
    const before = await open(agentId);
    const [first, second, third] = [0, 1, 2].map(() => createTestRun({ agentId }));
    if (!first || !second || !third) throw new Error("three runs were made");
    await ingest(context.url, [toPending(first.root())]);
    const seen = await before.next();
    await before.close();
    await ingest(context.url, [toPending(second.root())]);
    await ingest(context.url, [createTestRun().root()]);

    const after = await open(agentId, seen.id);
    expect((await after.next()).message?.runId).toBe(second.runId);
    await ingest(context.url, [toPending(third.root())]);
    expect((await after.next()).message?.runId).toBe(third.runId);
  });

  test.each(["abc-1", "x", "-", "NaN-NaN", "zzzzzzzz-99999999"])(
    'asks a client with the unknown last id "%s" to fetch again',
    async (lastEventId) => {
      const run = createTestRun();
      const stream = await open(run.agentId, lastEventId);
      expect((await stream.next()).name).toBe("resync");
      await ingest(context.url, [toPending(run.root())]);
      expect((await stream.next()).name).toBe("run-started");
    },
  );

  test("asks a client of the server before a restart to fetch again", async () => {
    const run = createTestRun();
    const before = await open(run.agentId);
    await ingest(context.url, [toPending(run.root())]);
    const { id } = await before.next();

    const restarted = await startServer({ database: context.database });
    const stream = await openLiveStream(restarted.url, run.agentId, id);
    expect((await stream.next()).name).toBe("resync");
    await stream.close();
    await restarted.close();
  });

  test("opens with a comment and headers that keep proxies from buffering", async () => {
    const stream = await open(randomUUID());

    expect(await stream.nextBlock()).toEqual({ comment: "connected" });
    expect(stream.response.headers.get("content-type")).toBe("text/event-stream");
    expect(stream.response.headers.get("cache-control")).toContain("no-transform");
    expect(stream.response.headers.get("content-encoding")).toBeNull();
  });

  test("sends comments while nothing happens, between which events are read as ever", async () => {
    vi.useFakeTimers({ toFake: ["setInterval"] });
    const run = createTestRun();
    const stream = await open(run.agentId);
    expect(await stream.nextBlock()).toEqual({ comment: "connected" });
    vi.advanceTimersByTime(LIVE_KEEP_ALIVE_MS);
    expect(await stream.nextBlock()).toEqual({ comment: "keep-alive" });
    vi.advanceTimersByTime(LIVE_KEEP_ALIVE_MS);
    await ingest(context.url, [toPending(run.root())]);
    expect((await stream.next()).name).toBe("run-started");
    vi.useRealTimers();
  });

  test("answers HEAD with the headers alone", async () => {
    const response = await fetch(`${context.url}/api/agents/${randomUUID()}/live`, { method: "HEAD" });

    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  });

  test.runIf(process.platform === "linux")(
    "is not all of one address: others have theirs when it has its share",
    async () => {
      const server = await startServer({ database: context.database });
      const asked: ClientRequest[] = [];
      onTestFinished(async () => {
        for (const request of asked) request.destroy();
        await server.close();
      });
      const ask = async (localAddress: string) => {
        const request = get(`${server.url}/api/agents/${randomUUID()}/live`, { localAddress });
        asked.push(request);
        const [response]: IncomingMessage[] = await once(request, "response");
        return response?.statusCode;
      };
      const answers = await Promise.all(Array.from({ length: 101 }, () => ask("127.0.0.1")));
      expect(answers.filter((status) => status !== 200)).toEqual([503]);
      expect(await ask("127.0.0.2")).toBe(200);

      asked[0]?.destroy();
      await expect.poll(() => ask("127.0.0.1")).toBe(200);
    },
  );

  test("ends when the server stops", async () => {
    const server = await startServer({ database: context.database });
    const stream = await openLiveStream(server.url, randomUUID());
    await stream.nextBlock();
    await server.close();

    expect(await stream.nextBlock()).toBeUndefined();
    await stream.close();
  });
});
