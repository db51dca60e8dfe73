import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEffect } from "../records/span-record.ts";
import { mergeRunEffects } from "./merge-run-effects.ts";

const EFFECT: RunEffect = {
  agentId: "agent",
  runId: "run",
  startedAt: 100,
  lastAt: 100,
  events: 0,
  actions: 0,
  modelCalls: 0,
  errors: 0,
  evaluators: 0,
};

/** Effects on three runs. No two ends are alike, and what identifies a run is the same on all its spans. */
const effects = fc
  .array(
    fc.record({
      run: fc.constantFrom("a", "b", "c"),
      startedAt: fc.integer({ min: 0, max: 1000 }),
      lastAt: fc.integer({ min: 0, max: 1000 }),
      rank: fc.constantFrom(undefined, 1 as const, 2 as const),
      status: fc.constantFrom("completed" as const, "error" as const, "timeout" as const),
      hasRoom: fc.boolean(),
      heartbeat: fc.boolean(),
      count: fc.nat(3),
    }),
    { maxLength: 12 },
  )
  .map((plans) =>
    plans.map((plan, index): RunEffect => ({
      ...EFFECT,
      runId: plan.run,
      startedAt: plan.startedAt,
      lastAt: plan.lastAt,
      roomId: plan.hasRoom ? `room of ${plan.run}` : undefined,
      heartbeat: plan.heartbeat,
      events: 1,
      actions: plan.count,
      errors: plan.count % 2,
      ...(plan.rank !== undefined && {
        end: { rank: plan.rank, status: plan.status, endedAt: 2000 + index },
        metadata: { agentName: `agent ${index}`, outcome: plan.status },
      }),
    })),
  );

const toSorted = (merged: RunEffect[]) => merged.toSorted((a, b) => (a.runId < b.runId ? -1 : 1));

describe("mergeRunEffects", () => {
  test("gives the same, however the effects are cut into batches that are merged again", () => {
    fc.assert(
      fc.property(effects, fc.nat(12), fc.nat(12), (all, a, b) => {
        const [first = 0, second = 0] = [a, b].toSorted((x, y) => x - y);
        const parts = [all.slice(0, first), all.slice(first, second), all.slice(second)];
        expect(mergeRunEffects(parts.flatMap((part) => mergeRunEffects(part)))).toEqual(mergeRunEffects(all));
      }),
    );
  });

  test("gives the same in any order", () => {
    const shuffled = effects.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, inAnotherOrder]) => {
        expect(toSorted(mergeRunEffects(inAnotherOrder))).toEqual(toSorted(mergeRunEffects(all)));
      }),
    );
  });

  test("adds up counts, widens the time, and keeps what is known", () => {
    const [merged] = mergeRunEffects([
      { ...EFFECT, startedAt: 200, lastAt: 300, events: 1, actions: 1, roomId: "room" },
      { ...EFFECT, startedAt: 100, lastAt: 250, events: 1, actions: 2, errors: 1, messageId: "message" },
    ]);

    expect(merged).toMatchObject({
      startedAt: 100,
      lastAt: 300,
      events: 2,
      actions: 3,
      errors: 1,
      roomId: "room",
      messageId: "message",
    });
  });

  test("believes the run itself over the root of its trace, though that ends later", () => {
    const own = { ...EFFECT, end: { rank: 2 as const, status: "completed" as const, endedAt: 500 } };
    const root = { ...EFFECT, end: { rank: 1 as const, status: "error" as const, endedAt: 900 } };

    expect(mergeRunEffects([own, root])[0]?.end).toEqual(own.end);
    expect(mergeRunEffects([root, own])[0]?.end).toEqual(own.end);
  });

  test("keeps the same run of two agents apart", () => {
    expect(mergeRunEffects([EFFECT, { ...EFFECT, agentId: "another" }])).toHaveLength(2);
  });
});
