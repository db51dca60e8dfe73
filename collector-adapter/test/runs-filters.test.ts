import { randomUUID } from "node:crypto";
import {
  ATTR_ENTITY_ID,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_USAGE_COST,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  LOST_AFTER_MS,
  RUN_SORTS,
  type ListAllRunsParams,
  type ListRunsParams,
  type RunSort,
} from "@runline/contract";
import { beforeAll, expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { toPending } from "./support/test-span.ts";

const STARTED_AT = Date.now() - 100_000;
const [ADA, BOB] = [randomUUID(), randomUUID()];
const LONG_NAME = `"{${"ж".repeat(600)}\\`;

/** Runs by what is to be found, the oldest first; the second agent has the last two. */
function createRuns() {
  const [first, second] = [randomUUID(), randomUUID()];
  const at = (index: number, agentId = first) => createTestRun({ agentId, startedAt: STARTED_AT + index * 1000 });
  return {
    plain: at(0),
    failed: at(1),
    failedAlike: at(2),
    costly: at(3),
    open: at(4),
    lost: at(5),
    named: at(6, second),
    bare: at(7, second),
  };
}

describeEachDatabase("filters and orders of runs", (context) => {
  const runs = createRuns();
  const names = new Map(Object.entries(runs).map(([name, { runId }]) => [runId, name]));
  const { agentId } = runs.plain;

  beforeAll(async () => {
    const ask = (content: string) => ({
      [ATTR_GEN_AI_INPUT_MESSAGES]: JSON.stringify([{ role: "user", parts: [{ type: "text", content }] }]),
    });
    const { plain, failed, failedAlike, costly, open, lost, named, bare } = runs;
    const failedCall = failed.modelCall({ error: "connect ECONNREFUSED 10.0.0.7" });
    const failedAlikeCall = failedAlike.modelCall({ error: "connect ECONNREFUSED 10.0.0.9" });
    const price = { [ATTR_GEN_AI_USAGE_COST]: 0.25, [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: 5000 };
    await ingest(context.url, [
      plain.root({ to: 300, attributes: { [ATTR_ENTITY_ID]: ADA, ...ask("Book a TABLE for two, Überraschung") } }),
      failed.root({ to: 200, error: "connect ECONNREFUSED 10.0.0.7" }),
      failedCall,
      failedAlike.root({ to: 200, error: "connect ECONNREFUSED 10.0.0.9" }),
      failedAlikeCall,
      costly.root({ to: 9000, attributes: { [ATTR_ENTITY_ID]: BOB } }),
      costly.modelCall({ attributes: { [ATTR_GEN_AI_REQUEST_MODEL]: "o3", ...price } }),
      costly.action("BOOK_TABLE"),
      toPending(open.root()),
      open.modelCall(),
      toPending(lost.root()),
      named.root({ to: 400, attributes: { [ATTR_ENTITY_ID]: ADA } }),
      named.action(LONG_NAME),
      named.action("BOOK_TABLE"),
      bare.root({ to: 100 }),
    ]);
    const silent = `now() - interval '${LOST_AFTER_MS + 1} ms'`;
    await context.database.query({ text: `update runs set last_seen_at = ${silent} where run_id = '${lost.runId}'` });
  });

  async function list(params: ListAllRunsParams): Promise<(string | undefined)[]> {
    const answer = await createClient(context.url).listAllRuns(params);
    expect(answer).toMatchObject({ total: answer.runs.length, hasMore: false });
    expect(answer.totalIsAtLeast).toBeUndefined();
    return answer.runs.map(({ runId }) => names.get(runId));
  }

  test("lists the runs of all agents, of some, and of one, each with its agent", async () => {
    const client = createClient(context.url);
    const all = ["bare", "named", "lost", "open", "costly", "failedAlike", "failed", "plain"];
    expect(await list({})).toEqual(all);
    expect(await list({ agentId: [agentId, runs.bare.agentId] })).toEqual(all);
    expect(await list({ agentId: [runs.bare.agentId, randomUUID()] })).toEqual(["bare", "named"]);
    expect(await list({ agentId: [randomUUID()] })).toEqual([]);
    const { runs: listed } = await client.listAllRuns();
    for (const run of listed) expect((await client.listRuns(run.agentId)).runs).toContainEqual(run);
  });

  test.each<[string, ListRunsParams, string[]]>([
    ["room", { roomId: runs.costly.roomId }, ["costly"]],
    ["user", { entityId: ADA }, ["named", "plain"]],
    ["status", { status: "error" }, ["failedAlike", "failed"]],
    ["status of runs that go on", { status: "started" }, ["lost", "open"]],
    ["lost", { lost: true }, ["lost"]],
    ["not lost", { lost: false, status: "started" }, ["open"]],
    ["start", { from: STARTED_AT + 1000, to: STARTED_AT + 3000 }, ["costly", "failedAlike", "failed"]],
    ["action", { action: "BOOK_TABLE" }, ["named", "costly"]],
    ["action of another case", { action: "book_table" }, []],
    ["long name of an action", { action: LONG_NAME }, ["named"]],
    ["model", { model: "o3" }, ["costly"]],
    ["model of a run that goes on", { model: "gpt-4o-mini", status: "started" }, ["open"]],
    ["model beside an action", { model: "o3", action: "BOOK_TABLE" }, ["costly"]],
    ["model beside the action of another run", { model: "o3", action: LONG_NAME }, []],
    ["shortest duration", { minDuration: 300 }, ["named", "costly", "plain"]],
    ["lowest cost", { minCost: 0.25 }, ["costly"]],
    ["lowest cost, too high", { minCost: 0.26 }, []],
    ["text of a message, in another case", { text: "table FOR two, üBER" }, ["plain"]],
    ["text of an error", { text: "econnrefused 10.0.0.9" }, ["failedAlike"]],
    ["text with signs of patterns", { text: "%" }, []],
    ["several at once", { text: "econnrefused", status: "error", to: STARTED_AT + 1000 }, ["failed"]],
  ])("by %s", async (_, params, expected) => {
    expect(await list(params)).toEqual(expected);
    const ofAgent = await createClient(context.url).listRuns(agentId, params);
    expect(ofAgent.runs.map(({ runId }) => names.get(runId))).toEqual(
      expected.filter((name) => name !== "named" && name !== "bare"),
    );
  });

  test("by cause: runs that failed the same way", async () => {
    const { runs: failed } = await createClient(context.url).listAllRuns({ status: "error" });
    const { fingerprint } = failed[0]?.cause ?? {};

    expect(await list({ fingerprint })).toEqual(["failedAlike", "failed"]);
    expect(await list({ fingerprint: "0123456789abcdef" })).toEqual([]);
  });

  test("say of a run which actions it called", async () => {
    const { runs: listed } = await createClient(context.url).listAllRuns();
    const actions = Object.fromEntries(listed.map((run) => [names.get(run.runId), run.actions]));
    expect(actions).toMatchObject({ costly: ["BOOK_TABLE"], plain: undefined });
    expect(actions["named"]?.toSorted()).toEqual([LONG_NAME.slice(0, 200), "BOOK_TABLE"].toSorted());
  });

  test("by the id of the agent where a run names no room and no user", async () => {
    const run = createTestRun();
    const root = run.root();
    root.attributes = Object.fromEntries(Object.entries(root.attributes).filter(([key]) => !/room|entity/.test(key)));
    await ingest(context.url, [root]);

    for (const filter of [{ roomId: run.agentId }, { entityId: run.agentId }]) {
      const { runs: found } = await createClient(context.url).listAllRuns(filter);
      expect(found.map(({ runId }) => runId)).toEqual([run.runId]);
    }
  });

  test.each<[RunSort, string[]]>([
    ["start", ["lost", "open", "costly", "failedAlike", "failed", "plain"]],
    ["duration", ["costly", "plain", "failedAlike", "failed", "lost", "open"]],
    ["tokens", ["costly", "open", "failedAlike", "failed", "lost", "plain"]],
    ["cost", ["costly", "lost", "open", "failedAlike", "failed", "plain"]],
    ["errors", ["failedAlike", "failed", "lost", "open", "costly", "plain"]],
  ])("sorts by %s, and the other way round", async (sort, expected) => {
    const client = createClient(context.url);
    const read = async (params: ListRunsParams) =>
      (await client.listRuns(agentId, params)).runs.map(({ runId }) => names.get(runId));

    expect(await read({ sort })).toEqual(expected);
    expect(await read({ sort, order: "asc" })).toEqual(expected.toReversed());
  });

  test("pages through any order without a gap, also where runs are equal, and where two agents claim one run", async () => {
    const runId = randomUUID();
    const agents = [randomUUID(), randomUUID(), randomUUID()];
    const equal = agents.map((owner) => createTestRun({ agentId: owner, runId, startedAt: STARTED_AT }));
    await ingest(
      context.url,
      equal.map((run) => run.root()),
    );
    const client = createClient(context.url);

    for (const sort of RUN_SORTS) {
      for (const order of ["asc", "desc"] as const) {
        const { runs: whole, total } = await client.listAllRuns({ sort, order, limit: 100 });
        const paged: typeof whole = [];
        let cursor: string | undefined;
        do {
          const page = await client.listAllRuns({ sort, order, limit: 1, cursor });
          expect(page.total).toBe(total);
          paged.push(...page.runs);
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        expect(paged).toEqual(whole);
        expect(whole.length).toBeGreaterThan(agents.length);
      }
    }
  });

  test("says of a text that there may be more while the page is full", async () => {
    const client = createClient(context.url);
    const first = await client.listRuns(agentId, { text: "econnrefused", limit: 1 });
    expect(first).toMatchObject({ total: 1, totalIsAtLeast: true, hasMore: true });
    const last = await client.listRuns(agentId, { text: "econnrefused", limit: 1, cursor: first.nextCursor });
    expect(last).toMatchObject({ total: 1, totalIsAtLeast: true, hasMore: false });
    expect([first, last].map((page) => names.get(page.runs[0]?.runId ?? ""))).toEqual(["failedAlike", "failed"]);
  });

  test("counts filtered runs up to 2,000, and searches 10,000 for a text before it says how far it came", async () => {
    const client = createClient(context.url);
    const run = createTestRun({ startedAt: STARTED_AT });
    await ingest(context.url, [run.root({ status: "timeout", error: "Needle in a haystack" })]);
    const copies = 10_000;
    await context.database.query({
      text: `
        insert into runs (
          agent_id, run_id, fold_key, trace_id, status, started_at, ended_at, last_seen_at, heartbeats, summary,
          steps_cut
        )
        select
          agent_id, gen_random_uuid(), fold_key, trace_id, 'completed', started_at + n * interval '1 ms', ended_at, last_seen_at,
          heartbeats, summary, steps_cut
        from runs cross join generate_series(1, ${copies}) as n
        where agent_id = '${run.agentId}'`,
    });
    const of = { agentId: [run.agentId], limit: 1 };
    expect(await client.listAllRuns({ ...of, status: "completed" })).toMatchObject({
      total: 2000,
      totalIsAtLeast: true,
    });
    const timedOut = await client.listAllRuns({ ...of, status: "timeout" });
    expect(timedOut).toMatchObject({ total: 1, hasMore: false });

    const first = await client.listAllRuns({ ...of, text: "needle" });
    const searchedTo = STARTED_AT + 1;
    expect(first).toMatchObject({ runs: [], total: 0, totalIsAtLeast: true, hasMore: true, searchedTo });
    const { nextCursor: cursor } = first;
    const last = await client.listAllRuns({ ...of, text: "needle", cursor });
    expect(last).toMatchObject({ runs: [{ runId: run.runId }], hasMore: false });
    expect(last.searchedTo).toBeUndefined();
    await context.database.query({ text: `delete from runs where agent_id = '${run.agentId}'` });
  });

  test("counts for the charts over all agents, by the same filters", async () => {
    const client = createClient(context.url);
    const count = async (filter: object) =>
      (await client.getAllStats({ from: STARTED_AT, to: STARTED_AT + 8000, buckets: 1, ...filter })).buckets[0];

    const agents = { agentId: [agentId, runs.bare.agentId] };
    expect(await count(agents)).toMatchObject({ started: 2, lost: 1, completed: 4, error: 2 });
    expect(await count({ ...agents, action: "BOOK_TABLE" })).toMatchObject({ started: 0, completed: 2, error: 0 });
    expect(await count({ text: "econnrefused" })).toMatchObject({ started: 0, completed: 0, error: 2 });
  });
});
