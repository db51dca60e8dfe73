import type { RunSummary } from "@runline/contract";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { openDatabase } from "../src/database/open-database.ts";
import { createClient } from "./support/call-api.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { createTestDatabase, type TestDatabase } from "../../test-support/test-database.ts";
import { createTestRun } from "./support/test-run.ts";
import { toPending, type TestSpan } from "./support/test-span.ts";

const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Travel" };
const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };
/** More than are settled with other folds. */
const LARGE = 5_200;
const REQUESTS_AT_ONCE = 4;
/** For what is folded in the background. */
const SETTLED = { timeout: 30_000, interval: 100 };

let shared: TestDatabase;
let own: TestDatabase;

beforeAll(async () => {
  [shared, own] = await Promise.all([createTestDatabase("postgres"), createTestDatabase("postgres")]);
});
afterAll(async () => {
  await shared.drop();
  await own.drop();
});

/** An adapter with connections of its own, until the test ends. */
async function startAdapter({ options }: TestDatabase): Promise<string> {
  const database = await openDatabase(options);
  const server = await startServer({ database });
  onTestFinished(async () => {
    await server.close();
    await database.close();
  });
  return server.url;
}

/** Runs of all shapes: with a plan, open, failed, several in a trace, one in the trace of another, one that grows, and a large one. */
function createTraffic(): { agentIds: string[]; spans: TestSpan[] } {
  const planned = createTestRun();
  const plan = planned.plan();
  const open = createTestRun();
  const trace = createForeignTrace();
  const root = trace.span("POST /chat", {}, { to: 2_000 });
  const turns = [0, 1_000].map((from) => trace.span("agent", AGENT, { parent: root, from, to: from + 900 }));
  const guest = createTestRun({ joins: trace.span("call", CHAT, { parent: root, from: 50 }) });
  const growing = createTestRun();
  const large = createTestRun();
  const many = (count: number, create: (index: number) => TestSpan) =>
    Array.from({ length: count }, (_, at) => create(at));
  return {
    agentIds: [planned, open, guest, growing, large].map(({ agentId }) => agentId).concat(trace.agentIdOf("Travel")),
    spans: [
      [planned.root(), plan, planned.action("A", { parent: plan }), planned.action("B", { parent: plan, error: "no" })],
      [planned.infrastructure("GET"), planned.evaluator(), toPending(open.root()), open.modelCall()],
      [root, ...turns, guest.root({ error: "gave up" }), guest.modelCall()],
      turns.flatMap((parent) => many(5, (at) => trace.span("chat", CHAT, { parent, from: 20 + at * 150 }))),
      [growing.root(), ...many(200, (at) => growing.modelCall({ from: at }))],
      [large.root({ to: 60_000 }), ...many(LARGE, (at) => large.modelCall({ from: at }))],
    ]
      .flat()
      .toSorted((a, b) => (a.spanId < b.spanId ? -1 : 1)), // ids are random
  };
}

/** Sends each request to the next of the adapters, several at once. */
async function send(urls: readonly string[], spans: readonly TestSpan[]): Promise<void> {
  const requests: TestSpan[][] = [];
  for (let from = 0; from < spans.length; from += requests.at(-1)?.length ?? 0) {
    requests.push(spans.slice(from, from + 1 + ((requests.length * 7) % 100)));
  }
  const queue = requests.entries();
  const sender = async () => {
    for (const [index, request] of queue) await ingest(urls[index % urls.length] ?? "", request);
  };
  await Promise.all(Array.from({ length: urls.length === 1 ? 1 : REQUESTS_AT_ONCE }, sender));
}

/** The lists of the runs of some agents. */
async function readLists(url: string, agentIds: readonly string[]): Promise<RunSummary[][]> {
  const client = createClient(url);
  return Promise.all(agentIds.map(async (agentId) => (await client.listRuns(agentId)).runs));
}

/** Events and waterfalls of all their runs but the large ones. */
async function readRuns(url: string, lists: readonly RunSummary[][]) {
  const client = createClient(url);
  return Promise.all(
    lists
      .flat()
      .filter(({ counts }) => counts.modelCalls < LARGE)
      .map(async ({ agentId, runId }) => {
        const { spans } = await client.getRunSpans(agentId, runId);
        const sorted = spans.toSorted((a, b) => (a.spanId < b.spanId ? -1 : 1));
        return { ...(await client.getRun(agentId, runId)), spans: sorted };
      }),
  );
}

test("two adapters that get requests in turns make of their spans what one makes, and both tell it", async () => {
  const [first, second, single] = await Promise.all([shared, shared, own].map(startAdapter));
  if (first === undefined || second === undefined || single === undefined) throw new Error("three were started");
  const { agentIds, spans } = createTraffic();
  await Promise.all([send([first, second], spans), send([single], spans)]);

  await vi.waitFor(async () => {
    const found = await readLists(single, agentIds);
    expect(found.map((list) => list.map(({ counts }) => counts.modelCalls))).toEqual([
      [0],
      [1],
      [1],
      [200],
      [LARGE],
      [5, 5],
    ]);
  }, SETTLED);
  const lists = await readLists(single, agentIds);
  const runs = await readRuns(single, lists);
  for (const url of [first, second]) {
    await vi.waitFor(async () => expect(await readLists(url, agentIds)).toEqual(lists), SETTLED);
    expect(await readRuns(url, lists)).toEqual(runs);
  }
});
