import { describe, expect, test, vi } from "vitest";
import { createClient } from "./support/call-api.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest, sendSpans } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { createTestRun } from "./support/test-run.ts";
import { useServer } from "./support/use-server.ts";

const DAY_MS = 86_400_000;
const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Travel" };
const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };
/** For what is folded in the background. */
const SETTLED = { timeout: 20_000, interval: 50 };

describe("several adapters on one Postgres", () => {
  const context = useServer("postgres");

  test("store the first spans of a new day at the same time, and lose none of them", async () => {
    const others = await Promise.all(Array.from({ length: 3 }, () => startServer({ database: context.database })));
    const urls = [context.url, ...others.map(({ url }) => url)];
    for (let day = 2; day < 22; day++) {
      const runs = urls.map(() => createTestRun({ startedAt: Date.now() - day * DAY_MS }));
      const answers = await Promise.all(
        runs.map(async (run, index) => (await sendSpans(urls[index] ?? "", [run.root()])).text()),
      );
      expect(answers).toEqual(urls.map(() => "{}"));
      const client = createClient(context.url);
      for (const run of runs) {
        expect((await client.getRunSpans(run.agentId, run.runId)).spans).toHaveLength(1);
      }
    }
    for (const other of others) await other.close();
  });

  test("agree about a run whose spans come through all of them at the same time", async () => {
    const others = await Promise.all(Array.from({ length: 3 }, () => startServer({ database: context.database })));
    const urls = [context.url, ...others.map(({ url }) => url)];
    const run = createTestRun();
    const spans = [run.root(), ...Array.from({ length: 60 }, (_, index) => run.action(`A${index}`, { from: index }))];
    const requests = urls.flatMap((url, index) => [
      sendSpans(url, spans),
      sendSpans(url, spans.slice(index * 10).toReversed()),
    ]);
    expect((await Promise.all(requests)).map(({ status }) => status)).toEqual(requests.map(() => 200));

    const { summary } = await createClient(context.url).getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({ status: "completed", counts: { actions: 60, errors: 0 } });
    for (const other of others) await other.close();
  });

  test("end with the right runs when parts of the same traces come through all of them at the same moment", async () => {
    const others = await Promise.all(Array.from({ length: 3 }, () => startServer({ database: context.database })));
    const urls = [context.url, ...others.map(({ url }) => url)];
    const client = createClient(context.url);
    for (let round = 0; round < 10; round++) {
      const traces = Array.from({ length: 6 }, () => createTurns());
      // Each adapter gets its own quarter of every trace, in an order of its own, a span a request.
      const requests = urls.flatMap((url, index) => {
        const spans = traces.flatMap((trace) => trace.spans.filter((_, at) => at % urls.length === index));
        return rotate(spans, index * 5).map((span) => sendSpans(url, [span]));
      });
      expect(new Set((await Promise.all(requests)).map(({ status }) => status))).toEqual(new Set([200]));

      for (const { agentId, counts } of traces) {
        const { runs } = await client.listRuns(agentId);
        expect(runs.map((run) => [run.status, run.counts.modelCalls])).toEqual(counts);
      }
    }
    for (const other of others) await other.close();
  });

  test("have in their next answer what another one has acknowledged, while a run grows", async () => {
    const other = await startServer({ database: context.database });
    const client = createClient(other.url);
    const run = createTestRun();
    await ingest(context.url, [run.root({ to: 60_000 })]);
    for (let calls = 15; calls <= 300; calls += 15) {
      await ingest(
        context.url,
        Array.from({ length: 15 }, (_, index) => run.modelCall({ from: calls + index })),
      );
      expect((await client.listRuns(run.agentId)).runs[0]?.counts.modelCalls).toBe(calls);
    }
    await other.close();
  });

  test("settle a large run once, whoever wrote the last of it", async () => {
    const other = await startServer({ database: context.database });
    const run = createTestRun();
    const calls = Array.from({ length: 7_000 }, (_, index) => run.modelCall({ from: index }));
    await Promise.all([
      ingest(context.url, [run.root({ to: 60_000 }), ...calls.slice(0, 3_500)]),
      ingest(other.url, calls.slice(3_500)),
    ]);

    const client = createClient(other.url);
    await vi.waitFor(async () => {
      expect((await client.getRun(run.agentId, run.runId)).summary.counts.modelCalls).toBe(7_000);
    }, SETTLED);
    await other.close();
  });
});

/** A trace with two turns, newest first, of which the second has a failed call; and the calls of each. */
function createTurns() {
  const trace = createForeignTrace();
  const root = trace.span("POST /chat", {}, { to: 2_000 });
  const first = trace.span("agent", AGENT, { parent: root, from: 10, to: 900 });
  const second = trace.span("agent", AGENT, { parent: root, from: 1_000, to: 1_900, error: "gave up" });
  const calls = [first, second].flatMap((parent) =>
    Array.from({ length: 5 }, (_, index) => trace.span("chat", CHAT, { parent, from: 20 + index * 150 })),
  );
  return {
    agentId: trace.agentIdOf("Travel"),
    spans: [root, first, second, ...calls.slice(0, 9)],
    counts: [
      ["error", 4],
      ["completed", 5],
    ],
  };
}

function rotate<T>(items: readonly T[], by: number): T[] {
  return [...items.slice(by), ...items.slice(0, by)];
}
