import { expect, test } from "vitest";
import type { EstimateCost } from "../src/prices/create-estimate.ts";
import { rebuildFolds } from "../src/store/rebuild-folds.ts";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";

const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Travel" };
const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "m-1", "gen_ai.usage.input_tokens": 1_000 };

/** So many dollars for a token in. */
const at =
  (price: number): EstimateCost =>
  ({ tokens }) =>
    (tokens?.input ?? 0) * price;

const ignore = (): void => {};

describeEachDatabase("the cost of calls that do not tell it", (context) => {
  test("is the same estimate in every answer, and another one after a rebuild with other prices", async () => {
    const { database } = context;
    const server = await startServer({ database, estimate: at(0.001) });
    const client = createClient(server.url);
    const trace = createForeignTrace();
    const agentId = trace.agentIdOf("Travel");
    const agent = trace.span("invoke_agent", AGENT, { to: 900 });
    const chat = trace.span("chat", CHAT, { parent: agent, from: 10 });
    const priced = trace.span("chat", { ...CHAT, "gen_ai.usage.cost": 0.5 }, { parent: agent, from: 300 });
    await ingest(server.url, [agent, chat, priced]);

    const range = { from: trace.startedAt - 1_000, to: trace.startedAt + 1_000 };
    const read = async () => {
      const { summary } = await client.getRun(agentId, trace.runId);
      const { spans } = await client.getRunSpans(agentId, trace.runId);
      const stats = await client.getStats(agentId, { ...range, buckets: 1 });
      const sums = await client.getStepStats(agentId, range);
      const { steps } = await client.listSteps({ agentId: [agentId], ...range });
      return {
        summary: summary.cost,
        spans: spans.flatMap(({ usage }) => (usage ? [[usage.cost, usage.costIsEstimated]] : [])),
        stats: stats.total?.cost,
        sums: sums.steps.map(({ cost }) => cost),
        steps: steps.map(({ cost, costIsEstimated }) => [cost, costIsEstimated]),
      };
    };
    const estimatedAt = (usd: number) => {
      const sum = { usd: usd + 0.5, atLeast: false, estimated: true };
      const calls = [
        [usd, true],
        [0.5, undefined],
      ];
      return { summary: sum, spans: calls, stats: sum, sums: [sum], steps: calls.toReversed() };
    };
    expect(await read()).toEqual(estimatedAt(1));

    // A sender that tries again changes nothing, whatever the prices are by then.
    const later = await startServer({ database, estimate: at(0.003) });
    await ingest(later.url, [chat]);
    expect(await read()).toEqual(estimatedAt(1));
    await later.close();

    expect((await rebuildFolds(database, ignore, at(0.001))).changed).toBe(0);
    await rebuildFolds(database, ignore, at(0.002));
    expect(await read()).toEqual(estimatedAt(2));
    // What the server remembers of the run is not taken for right.
    await ingest(server.url, [trace.span("chat", CHAT, { parent: agent, from: 600 })]);
    expect((await client.getRun(agentId, trace.runId)).summary.cost).toMatchObject({ usd: 3.5, estimated: true });

    await rebuildFolds(database, ignore);
    expect((await client.getRun(agentId, trace.runId)).summary.cost).toEqual({ usd: 0.5, atLeast: true });
    await server.close();
  });
});
