import { get, type IncomingMessage } from "node:http";
import { readConversation, RunDetail, RunSpans, type SpansLine } from "@runline/contract";
import { parse } from "valibot";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../src/database/database.ts";
import { createReadDesk } from "../src/runs/read-desk.ts";
import { findRun } from "../src/runs/read-run.ts";
import { readSpans } from "../src/runs/read-spans.ts";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { useServer } from "./support/use-server.ts";
import { ingest } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { createTestRun } from "./support/test-run.ts";

/** More than are folded where requests are answered, and than come with the first page of the database. */
const SPANS = 4_000;

/** A run with a step for each 20 calls of HTTP. */
async function ingestLargeRun(url: string, spans = SPANS) {
  const run = createTestRun();
  const root = run.root({ to: 50_000 });
  const all = [root];
  for (let index = 1; index < spans; index++) {
    const isStep = index % 20 === 1;
    const parent = isStep ? root : (all[index - ((index - 1) % 20 || 20)] ?? root);
    const place = { from: index, to: index + 5, parent };
    all.push(isStep ? run.action(`STEP_${index}`, place) : run.infrastructure("GET", place));
  }
  for (let index = 0; index < spans; index += 2_000) await ingest(url, all.slice(index, index + 2_000));
  return { ...run, all };
}

/** Another server on the same database, which counts what it asks. */
async function startCounted(database: Database) {
  const counts = { queries: 0 };
  const counted: Database = {
    ...database,
    query(statement) {
      counts.queries += 1;
      return database.query(statement);
    },
  };
  const server = await startServer({ database: counted });
  onTestFinished(() => server.close());
  return { url: server.url, counts };
}

function request(url: string, accept: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(url, { headers: { accept } }, resolve).on("error", reject));
}

async function readText(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  return text;
}

describeEachDatabase("a large run", (context) => {
  test("is told whole, as lines, as one object, and in its events", async () => {
    const client = createClient(context.url);
    const run = await ingestLargeRun(context.url);
    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    expect(spans.map(({ spanId }) => spanId)).toEqual(run.all.map(({ spanId }) => spanId));

    const lines: SpansLine[] = [];
    const onLine = (line: SpansLine) => lines.push(line);
    await client.streamRunSpans(run.agentId, run.runId, { onLine });
    const told = new Map(lines.flatMap((line) => (line.spans ?? []).map((span) => [span.spanId, span] as const)));
    expect([...told.values()].toSorted((a, b) => a.startedAt - b.startedAt)).toEqual(spans);
    expect(lines[0]).toEqual({ total: SPANS, isWhole: true });

    const late = run.infrastructure("GET");
    await ingest(context.url, [late]);
    const after = lines.at(-1)?.cursor;
    lines.length = 0;
    await client.streamRunSpans(run.agentId, run.runId, { after, onLine });
    expect(lines.flatMap((line) => line.spans ?? []).map(({ spanId }) => spanId)).toEqual([late.spanId]);

    const { events, cut } = await client.getRun(run.agentId, run.runId);
    expect(events.filter(({ type }) => type === "ACTION_COMPLETED")).toHaveLength(SPANS / 20);
    expect(cut).toBeUndefined();
  });

  test("says how much is left out when its facts are too many bytes", async () => {
    const run = await ingestLargeRun(context.url, 1_000);
    const desk = createReadDesk(context.database, { maxFactsBytes: 100_000 });
    const found = await findRun(context.database, { agentId: run.agentId, runId: run.runId });
    if (!found) throw new Error("The run is not there.");
    const parts = readSpans(desk, { run: found.run }, found.folds, {
      form: "json",
      signal: new AbortController().signal,
    });
    let text = "";
    for await (const part of parts) text += part;
    const { spans, cut } = parse(RunSpans, JSON.parse(text));
    expect(spans.length).toBeGreaterThan(100);
    expect(cut).toEqual({ spans: 1_000 - spans.length });
    expect(spans.map(({ spanId }) => spanId)).toEqual(run.all.slice(0, spans.length).map(({ spanId }) => spanId));
  });

  test("of large prompts tells its bars at once, and of its events as much content as may be", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const calls = Array.from({ length: 24 }, (_, index) =>
      run.modelCall({ from: index, attributes: { "gen_ai.input.messages": `${index} ${"x".repeat(1_000_000)}` } }),
    );
    for (let index = 0; index < calls.length; index += 8) await ingest(context.url, calls.slice(index, index + 8));
    await ingest(context.url, [run.root()]);

    const response = await request(`${context.url}/api/agents/${run.agentId}/runs/${run.runId}/spans`, "*/*");
    expect((await readText(response)).length).toBeLessThan(25_000);
    const detail = await client.getRun(run.agentId, run.runId);
    const prompts = parse(RunDetail, detail).events.flatMap(({ type, data: { prompt } }) =>
      type === "MODEL_USED" ? [typeof prompt === "string" ? prompt.length : 0] : [],
    );
    expect(prompts).toHaveLength(24);
    const contents = prompts.filter((length) => length === 0).length;
    const shortened = prompts.filter((length) => length > 0 && length < 1_000_000).length;
    expect([contents > 0, shortened > 0]).toEqual([true, true]);
    expect(detail.cut).toEqual({ spans: 0, contents, shortened });
    const { input } = await client.getRunSpan(run.agentId, run.runId, calls[23]?.spanId ?? "");
    expect(JSON.stringify(input).length).toBeGreaterThan(1_000_000);
  });

  test("tells of an event with a book in it the content cut inside, still readable, and of others the whole", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const say = (role: string, content: string) => JSON.stringify([{ role, parts: [{ type: "text", content }] }]);
    const hi = say("assistant", "Hi");
    const book = { "gen_ai.input.messages": say("user", "é".repeat(700_000)), "gen_ai.output.messages": hi };
    const hello = say("user", "Hello");
    const attachment = { "gen_ai.input.messages": hello, a: "x".repeat(1_000_000), b: "y".repeat(1_000_000) };
    const calls = [run.modelCall({ from: 1, attributes: book }), run.modelCall({ from: 2, attributes: attachment })];
    await ingest(context.url, [...calls, run.root()]);

    const { events, cut } = await client.getRun(run.agentId, run.runId);
    expect(cut).toEqual({ spans: 0, contents: 0, shortened: 1 });
    const [shortened, whole] = events.flatMap(({ type, data }) => (type === "MODEL_USED" ? [data] : []));
    const prompt = String(shortened?.["prompt"]);
    expect(readConversation(JSON.parse(prompt))).toEqual([
      { role: "user", parts: [{ type: "text", content: expect.stringMatching(/^é+$/), cut: expect.any(Number) }] },
    ]);
    expect(Buffer.byteLength(prompt)).toBeGreaterThan(640 * 1024);
    expect(Buffer.byteLength(prompt)).toBeLessThan(1_280 * 1024);
    expect([shortened?.["response"], whole?.["prompt"]]).toEqual([hi, hello]);
  });

  test("tells nobody that content is left out of an event that has none", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const calls = Array.from({ length: 20 }, (_, index) =>
      run.modelCall({ from: index, attributes: { "gen_ai.input.messages": `${index} ${"x".repeat(1_000_000)}` } }),
    );
    for (let index = 0; index < calls.length; index += 6) await ingest(context.url, calls.slice(index, index + 6));
    await ingest(context.url, [run.action("LOOK", { from: 100 }), run.root()]);

    const { events, cut } = await client.getRun(run.agentId, run.runId);
    expect(events.map(({ type }) => type)).toContain("ACTION_COMPLETED");
    const left = events.filter(({ type, data }) => type === "MODEL_USED" && data["prompt"] === undefined).length;
    expect(left).toBeGreaterThan(0);
    expect(cut?.contents).toBe(left);
  });
});

// The desk and its pages, which know nothing of the engine.
describe("reading a large run", () => {
  const context = useServer("postgres");

  test("is read no further when its reader leaves", async () => {
    const run = await ingestLargeRun(context.url, 12_000);
    const { url, counts } = await startCounted(context.database);
    const path = `${url}/api/agents/${run.agentId}/runs/${run.runId}/spans`;
    await readText(await request(path, "application/x-ndjson"));
    const whole = counts.queries;

    const response = await request(path, "application/x-ndjson");
    response.destroy();
    await expect
      .poll(async () => {
        const before = counts.queries;
        await new Promise((resolve) => setTimeout(resolve, 300));
        return counts.queries - before;
      })
      .toBe(0);
    expect(counts.queries - whole).toBeLessThan(whole);
  });

  test("is read by a few at a time: others are asked to come back, and then get it", async () => {
    const client = createClient(context.url);
    const run = await ingestLargeRun(context.url, 12_000);
    const read = () =>
      client.getRunSpans(run.agentId, run.runId).then(
        ({ spans }) => spans.length,
        (error: unknown) => error,
      );
    const answers = await Promise.all(Array.from({ length: 8 }, read));
    const refused = answers.filter((answer) => typeof answer !== "number");
    expect(answers.filter((answer) => answer === 12_000).length).toBeGreaterThanOrEqual(3);
    expect(refused[0]).toMatchObject({ status: 503, code: "UNAVAILABLE", retryAfterMs: 2000 });
    expect(await read()).toBe(12_000);
  });
});
