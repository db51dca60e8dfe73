import { expect, test, vi } from "vitest";
import { listFolds } from "../src/sql/list-folds.ts";
import { foldRuns } from "../src/store/fold-runs.ts";
import { foldSet } from "../src/store/fold-set.ts";
import { readSpanSets } from "../src/store/read-span-sets.ts";
import { createSpanSet } from "../src/store/span-set.ts";
import { rebuildFolds } from "../src/store/rebuild-folds.ts";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { clearStore, readStore } from "./support/read-store.ts";
import { ingest } from "./support/send-spans.ts";
import { settleAll } from "./support/settle-all.ts";
import { startServer } from "./support/start-server.ts";
import { createTestRun } from "./support/test-run.ts";
import { toPending } from "./support/test-span.ts";

const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Travel" };
const CHAT = { "gen_ai.operation.name": "chat" };
const SETTLED = { timeout: 20_000, interval: 50 };
const ignore = (): void => {};

describeEachDatabase("folding all runs again", (context) => {
  async function readLastSeen() {
    return context.database.query({ text: "select run_id, last_seen_at::text from runs order by run_id, agent_id" });
  }

  test("changes nothing where nothing was wrong, and says how far it is", async () => {
    await clearStore(context.database);
    const run = createTestRun();
    const plan = run.plan();
    const open = createTestRun({ agentId: run.agentId });
    const trace = createForeignTrace();
    const gateway = trace.span("POST /messages", {}, { to: 2000 });
    const joined = createTestRun({ joins: gateway });
    const agent = trace.span("agent", AGENT, { parent: gateway, from: 10 });
    await ingest(context.url, [run.root(), plan, run.action("A", { parent: plan, error: "boom" }), run.modelCall()]);
    await ingest(context.url, [toPending(open.root()), open.modelCall()]);
    await ingest(context.url, [agent, trace.span("chat", CHAT, { parent: agent, from: 20 }), gateway, joined.root()]);
    await ingest(context.url, [createForeignTrace().span("GET /")]);
    await settleAll(context.database);
    const before = { store: await readStore(context.database), lastSeen: await readLastSeen() };

    const told: number[] = [];
    const done = await rebuildFolds(context.database, ({ folds, all }) => told.push(folds / all));
    expect(done).toMatchObject({ folds: 5, all: 5, runs: 4, changed: 0 });
    expect(told.at(-1)).toBe(1);
    expect({ store: await readStore(context.database), lastSeen: await readLastSeen() }).toEqual(before);
  });

  test("makes runs that were lost or wrong again, while spans come in", async () => {
    await clearStore(context.database);
    const run = createTestRun();
    const spans = [run.root(), run.modelCall(), run.modelCall()];
    await ingest(context.url, spans);
    const before = await readStore(context.database);
    await context.database.query({ text: "update runs set status = 'error', summary = '{}'" });
    await rebuildFolds(context.database, ignore);
    expect(await readStore(context.database)).toEqual(before);

    const lastSeen = await readLastSeen();
    await context.database.query({ text: "delete from runs" });
    await rebuildFolds(context.database, ignore);
    expect(await readLastSeen()).toEqual(lastSeen);

    await context.database.query({ text: "delete from runs" });
    await Promise.all([rebuildFolds(context.database, ignore), ingest(context.url, [run.evaluator()])]);
    const { summary } = await createClient(context.url).getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({ status: "completed", counts: { modelCalls: 2, evaluators: 1 } });
  });
});

describeEachDatabase("a fold of more spans than are folded", (context) => {
  test("says how many there are, and goes on to", async () => {
    const run = createTestRun();
    const calls = Array.from({ length: 9 }, (_, index) => run.modelCall({ from: index }));
    await ingest(context.url, [toPending(run.root()), ...calls]);
    const [fold] = await listFolds(context.database, [run.runId]);
    if (fold === undefined) throw new Error("the fold was written");

    const cut = (await readSpanSets(context.database, [fold], 4)).get(run.runId);
    expect(cut?.omitted).toBe(10 - (cut?.spans.size ?? 0));
    expect(cut?.spans.size).toBeLessThan(10);
    const { change } = foldRuns(fold, foldSet(cut ?? createSpanSet()), "rebuilt");
    expect(change.spans).toBe(10);
    expect((await readSpanSets(context.database, [fold])).get(run.runId)).toMatchObject({ omitted: 0 });
  });
});

describeEachDatabase("a run of more than 5,000 spans", (context) => {
  test("settles by itself soon after, also when the process that wrote it is gone", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const calls = Array.from({ length: 5_200 }, (_, index) => run.modelCall({ from: index }));
    await ingest(context.url, [toPending(run.root()), ...calls]);
    await vi.waitFor(async () => {
      const { summary } = await client.getRun(run.agentId, run.runId);
      expect(summary).toMatchObject({ status: "started", counts: { modelCalls: 5_200 } });
    }, SETTLED);

    // As a process leaves it that is killed after its commit: the mark is there, and nobody's to settle.
    await context.database.query({ text: "update folds set dirty = true where fold_key = $1", values: [run.runId] });
    await context.database.query({ text: "update runs set summary = '{}' where run_id = $1", values: [run.runId] });
    const next = await startServer({ database: context.database });
    await vi.waitFor(async () => {
      const rows = await context.database.query({
        text: "select dirty, summary -> 'counts' -> 'modelCalls' as calls from folds join runs using (fold_key) where fold_key = $1",
        values: [run.runId],
      });
      expect(rows).toEqual([{ dirty: false, calls: 5_200 }]);
    }, SETTLED);
    await next.close();

    await ingest(context.url, [run.root({ to: 9_000 })]);
    await vi.waitFor(async () => {
      expect((await client.getRun(run.agentId, run.runId)).summary.status).toBe("completed");
    }, SETTLED);
  });

  test("has all it was sent in the next answer up to 5,000", async () => {
    const run = createTestRun();
    const calls = Array.from({ length: 4_999 }, (_, index) => run.modelCall({ from: index }));
    await ingest(context.url, [run.root({ to: 9_000 }), ...calls]);

    const { summary } = await createClient(context.url).getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({ status: "completed", counts: { modelCalls: 4_999 } });
  });
});
