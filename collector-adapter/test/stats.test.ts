import { randomUUID } from "node:crypto";
import { ATTR_GEN_AI_USAGE_COST, PERCENTILE_ERROR, type DurationPercentiles } from "@runline/contract";
import { expect, test } from "vitest";
import { ROLLUP_LENGTHS } from "../src/sql/rollup-columns.ts";
import { eraseRuns } from "../src/store/erase-runs.ts";
import { rebuildFolds } from "../src/store/rebuild-folds.ts";
import { callApi, createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { makeAllRollups } from "./support/make-all-rollups.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { toPending } from "./support/test-span.ts";

const ROLLUP_MS = ROLLUP_LENGTHS.part;

let days = 0;

/** The start of a rollup at a time that no other test has, so that sums over all agents are of one test alone. */
function takeTime(): number {
  days += 1;
  const at = Date.now() - days * 86_400_000;
  return at - (at % 3_600_000);
}

/** What the API promises: the duration of that rank, within 2 %. */
function expectPercentiles(found: DurationPercentiles | undefined, durations: readonly number[]): void {
  const sorted = durations.toSorted((a, b) => a - b);
  for (const [name, share] of [
    ["p50", 0.5],
    ["p95", 0.95],
    ["p99", 0.99],
  ] as const) {
    const exact = sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
    expect(Math.abs((found?.[name] ?? Number.NaN) / exact - 1), `${name} of ${exact}`).toBeLessThan(PERCENTILE_ERROR);
  }
  expect(found?.max).toBeCloseTo(sorted.at(-1) ?? Number.NaN, 2);
}

/** Runs of an agent, 4 s apart, each with one model call; every fifth failed, every third tells no price. */
function createRuns(agentId: string, from: number, size: number) {
  return Array.from({ length: size }, (_, index) => {
    const run = createTestRun({ agentId, startedAt: from + index * 4_000 });
    const duration = Math.round(Math.exp(3 + ((index * 37) % 100) / 15));
    const call = run.modelCall({
      from: 1,
      to: 1 + duration / 2,
      attributes: index % 3 === 0 ? {} : { [ATTR_GEN_AI_USAGE_COST]: 0.25 },
      ...(index % 5 === 0 && { error: "429" }),
    });
    return {
      ...run,
      duration,
      spans: [run.root({ to: duration, status: index % 5 === 0 ? "error" : "completed" }), call],
    };
  });
}

describeEachDatabase("stats", (context) => {
  test("tell counts, durations, tokens and cost, the same of rollups as of the runs", async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const from = takeTime();
    const runs = createRuns(one, from, 200);
    const others = createRuns(other, from + ROLLUP_MS, 50);
    await ingest(
      context.url,
      [...runs, ...others].flatMap(({ spans }) => spans),
    );
    const client = createClient(context.url);
    const range = { from: from - ROLLUP_MS, to: from + 9 * ROLLUP_MS };
    const read = async () => ({
      ofRollups: await client.getStats(one, { ...range, buckets: 10 }),
      unaligned: await client.getStats(one, { from: range.from + 1, to: range.to - 7, buckets: 7 }),
      failed: await client.getStats(one, { ...range, buckets: 2, status: "error" }),
      ofRoom: await client.getStats(one, { ...range, buckets: 1, roomId: runs[0]?.roomId }),
      ofAll: await client.getAllStats({ ...range, buckets: 5 }),
      ofBoth: await client.getAllStats({ ...range, buckets: 5, agentId: [one, other] }),
      steps: await client.getStepStats(one, range),
      stepsOfAll: await client.getAllStepStats(range),
      stepsOfFailed: await client.getStepStats(one, { ...range, status: "error" }),
    });

    const before = await read();
    expect(await makeAllRollups(context.database)).toBeGreaterThan(0);
    expect(await read()).toEqual(before);

    const { buckets, total } = before.ofRollups;
    const inSecond = runs.slice(0, 90); // 90 runs of 4 s in six minutes
    expect(buckets[1]).toMatchObject({ startedAt: from, completed: 72, error: 18, lost: 0 });
    expectPercentiles(
      buckets[1]?.durationMs,
      inSecond.map(({ duration }) => duration),
    );
    expect(buckets[1]?.tokens).toEqual({ input: 90 * 812, output: 90 * 96 });
    expect(buckets[1]?.cost).toEqual({ usd: 60 * 0.25, atLeast: true });
    expect(buckets[9]).toEqual({
      startedAt: from + 8 * ROLLUP_MS,
      started: 0,
      lost: 0,
      completed: 0,
      timeout: 0,
      error: 0,
    });
    expectPercentiles(
      total?.durationMs,
      runs.map(({ duration }) => duration),
    );
    expect(total).toMatchObject({ completed: 160, error: 40, tokens: { input: 200 * 812, output: 200 * 96 } });
    expect(before.unaligned.total).toEqual(total);
    expect(before.failed.total).toMatchObject({ completed: 0, error: 40 });
    expectPercentiles(
      before.failed.total?.durationMs,
      runs.filter((_, index) => index % 5 === 0).map(({ duration }) => duration),
    );
    expect(before.ofRoom.total).toMatchObject({ completed: 0, error: 1, durationMs: { p50: runs[0]?.duration } });
    expect(before.ofAll.total).toMatchObject({ completed: 200, error: 50 });
    expect(before.ofBoth).toEqual(before.ofAll);

    expect(before.steps.steps).toMatchObject([{ kind: "model_call", name: "gpt-4o-mini", steps: 200, errors: 40 }]);
    expectPercentiles(
      before.steps.steps[0]?.durationMs,
      runs.map(({ duration }) => duration / 2),
    );
    expect(before.steps.steps[0]).toMatchObject({ tokens: total?.tokens, cost: total?.cost });
    expect(before.stepsOfAll.steps).toMatchObject([{ steps: 250, errors: 50 }]);
    expect(before.stepsOfFailed.steps).toMatchObject([{ steps: 40, errors: 40 }]);
  });

  test("follow a run that changes, moves, comes late or is erased", async () => {
    const [agentId, other] = [randomUUID(), randomUUID()];
    const from = takeTime();
    const runs = createRuns(agentId, from, 60);
    await ingest(
      context.url,
      [...runs, ...createRuns(other, from, 30)].flatMap(({ spans }) => spans),
    );
    const client = createClient(context.url);
    const range = { from: from - ROLLUP_MS, to: from + ROLLUP_MS, buckets: 2 };
    const count = async () => {
      const { buckets } = await client.getStats(agentId, range);
      const all = await client.getAllStats(range);
      return [...buckets, ...all.buckets].map(({ completed, error, timeout }) => [completed, error, timeout]);
    };
    await makeAllRollups(context.database);
    expect(await count()).toEqual([
      [0, 0, 0],
      [48, 12, 0],
      [0, 0, 0],
      [72, 18, 0],
    ]);

    // The last word of a run that completed is that it did not.
    await ingest(
      context.url,
      runs.slice(1, 2).map((run) => run.root({ to: 90_000, status: "timeout" })),
    );
    expect(await count()).toEqual([
      [0, 0, 0],
      [47, 12, 1],
      [0, 0, 0],
      [71, 18, 1],
    ]);
    expect((await client.getStats(agentId, range)).total?.durationMs?.p99).toBeGreaterThan(85_000);

    // A step comes before the run that it is of, which began earlier.
    const moved = createTestRun({ agentId, startedAt: from - 5_000 });
    await ingest(context.url, [moved.action("LATE", { from: 6_000 })]);
    await makeAllRollups(context.database);
    expect((await client.getStats(agentId, range)).buckets.map(({ started }) => started)).toEqual([0, 1]);
    await ingest(context.url, [moved.root({ to: 7_000 })]);
    const after = [
      [1, 0, 0],
      [47, 12, 1],
      [1, 0, 0],
      [71, 18, 1],
    ];
    expect(await count()).toEqual(after);
    await makeAllRollups(context.database);
    expect(await count()).toEqual(after);

    await rebuildFolds(context.database, () => {});
    expect(await count()).toEqual(after);
    await makeAllRollups(context.database);
    expect(await count()).toEqual(after);

    await eraseRuns(context.database, { kind: "agent", id: agentId }, () => {});
    expect(await count()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [24, 6, 0],
    ]);
    expect((await client.getStepStats(agentId, range)).steps).toEqual([]);
    const named = await context.database.query({
      text: "select 1 from rollups where agent_id = $1",
      values: [agentId],
    });
    expect(named).toEqual([]);
    await makeAllRollups(context.database);
    expect(await count()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [24, 6, 0],
    ]);
  });

  test("have a rollup of the last minutes of an hour as well, and then nothing of the hour is stale", async () => {
    const agentId = randomUUID();
    const last = takeTime() + ROLLUP_LENGTHS.hour - ROLLUP_MS;
    await ingest(
      context.url,
      createRuns(agentId, last, 60).flatMap(({ spans }) => spans),
    );
    await makeAllRollups(context.database);
    const count = async (text: string) => (await context.database.query({ text, values: [agentId] })).length;
    expect(await count("select 1 from stale_rollups where agent_id = $1")).toBe(0);
    expect(await count("select distinct length_ms from rollups where agent_id = $1")).toBe(3);
  });

  test("keep no rollup of a time in which a run goes on, and one once it is lost", async () => {
    const agentId = randomUUID();
    const from = takeTime();
    const open = createTestRun({ agentId, startedAt: from });
    await ingest(context.url, [...createRuns(agentId, from, 60).flatMap(({ spans }) => spans), toPending(open.root())]);
    const read = async () =>
      (await createClient(context.url).getStats(agentId, { from, to: from + ROLLUP_MS, buckets: 1 })).total;
    const countRollups = () =>
      context.database.query({ text: "select 1 from rollups where agent_id = $1", values: [agentId] });

    await makeAllRollups(context.database);
    expect(await countRollups()).toEqual([]);
    expect(await read()).toMatchObject({ started: 1, lost: 0, completed: 48 });

    await context.database.query({
      text: "update runs set last_seen_at = last_seen_at - interval '1 hour' where run_id = $1",
      values: [open.runId],
    });
    expect(await read()).toMatchObject({ started: 1, lost: 1, completed: 48 });
    await makeAllRollups(context.database);
    expect(await countRollups()).not.toEqual([]);
    expect(await read()).toMatchObject({ started: 1, lost: 1, completed: 48 });
  });

  test("keep no rollup of more than 500 names of steps, which one of an agent that makes them up would be", async () => {
    const agentId = randomUUID();
    const from = takeTime();
    const runs = Array.from({ length: 51 }, (_, index) => {
      const run = createTestRun({ agentId, startedAt: from + index });
      return [run.root(), ...Array.from({ length: 10 }, (__, step) => run.action(`ACTION_${index}_${step}`))];
    });
    await ingest(context.url, runs.flat());
    await makeAllRollups(context.database);

    const values = [agentId];
    expect(await context.database.query({ text: "select 1 from rollups where agent_id = $1", values })).toEqual([]);
    const { steps, more } = await createClient(context.url).getStepStats(agentId, { from, to: from + ROLLUP_MS });
    expect([steps.length, more]).toEqual([500, 10]);
  });

  test("list the steps of a range, the slowest first, over all agents", async () => {
    const from = takeTime();
    const [one, other] = [createTestRun({ startedAt: from }), createTestRun({ startedAt: from + 1_000 })];
    const slow = other.modelCall({ to: 9_000, attributes: { [ATTR_GEN_AI_USAGE_COST]: 0.5 } });
    const spans = [
      one.root(),
      one.modelCall({ to: 400 }),
      one.action("GET_WEATHER", { from: 500, to: 800, error: "no weather" }),
      one.evaluator({ to: 130 }),
      one.embedding(),
      one.infrastructure("GET /"),
      other.root({ to: 9_500 }),
      slow,
      toPending(other.action('SAY "\\HELLO\\", {you}')),
    ];
    await ingest(context.url, spans);
    const client = createClient(context.url);
    const range = { from, to: from + 3_600_000 };

    const { steps, ...rest } = await client.listSteps({ ...range, sort: "duration" });
    expect(rest).toEqual({ hasMore: false });
    expect(steps.map(({ kind, durationMs, state }) => [kind, durationMs, state])).toEqual([
      ["model_call", 8_990, "ok"],
      ["model_call", 390, "ok"],
      ["action", 300, "error"],
      ["evaluator", 120, "ok"],
      ["embedding", 100, "ok"],
      ["action", undefined, "open"],
    ]);
    expect(steps[0]).toEqual({
      agentId: other.agentId,
      runId: other.runId,
      spanId: slow.spanId,
      kind: "model_call",
      name: "gpt-4o-mini",
      state: "ok",
      startedAt: from + 1_010,
      durationMs: 8_990,
      tokens: { input: 812, output: 96 },
      cost: 0.5,
    });
    expect(steps.at(-1)?.name).toBe('SAY "\\HELLO\\", {you}');

    const list = async (params: object) =>
      (await client.listSteps({ ...range, ...params })).steps.map(({ name }) => name);
    expect(await list({ kind: "action", name: "GET_WEATHER" })).toEqual(["GET_WEATHER"]);
    const longest = await client.listSteps({ ...range, minDuration: 390, sort: "duration", limit: 1 });
    expect([longest.steps.length, longest.hasMore]).toEqual([1, true]);
    expect(await list({ agentId: [one.agentId], kind: "model_call" })).toEqual(["gpt-4o-mini"]);
    expect(await list({ minDuration: 9_000 })).toEqual([]);
    expect(await callApi(context.url, `/api/steps?from=${from}&to=${from + 1}&kind=run`)).toMatchObject({
      status: 400,
      body: {
        error: { code: "BAD_REQUEST", message: expect.stringMatching(/^kind is "run"; expected one of action,/) },
      },
    });
  });

  test("say of how many runs not all steps are counted", async () => {
    const from = takeTime();
    const run = createTestRun({ startedAt: from });
    const calls = Array.from({ length: 2_001 }, (_, index) => run.modelCall({ from: index, to: index + 5 }));
    await ingest(context.url, [run.root({ to: 3_000 }), ...calls]);
    const client = createClient(context.url);
    const range = { from, to: from + 3_600_000 };
    expect(await client.getStepStats(run.agentId, range)).toMatchObject({
      steps: [{ steps: 2_000 }],
      cut: { runs: 1 },
    });
    expect(await client.listSteps({ ...range, limit: 1 })).toMatchObject({ cut: { runs: 1 } });
    expect((await client.getStats(run.agentId, range)).total?.tokens).toEqual({
      input: 2_001 * 812,
      output: 2_001 * 96,
    });
  });
});
