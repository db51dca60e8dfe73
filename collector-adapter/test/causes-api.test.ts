import { randomUUID } from "node:crypto";
import { ATTR_ENTITY_ID } from "@runline/contract";
import { beforeAll, expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";

const STARTED_AT = Date.now() - 100_000;
const [FIRST, SECOND] = [randomUUID(), randomUUID()];
const [ADA, BOB] = [randomUUID(), randomUUID()];

describeEachDatabase("causes of failed runs", (context) => {
  const at = (second: number, agentId = FIRST) => createTestRun({ agentId, startedAt: STARTED_AT + second * 1000 });

  beforeAll(async () => {
    const fail = (run: ReturnType<typeof at>, error: string, user: string) => [
      run.root({ to: 200, error, attributes: { [ATTR_ENTITY_ID]: user } }),
      run.modelCall({ error }),
    ];
    const late = at(70);
    await ingest(context.url, [
      ...fail(at(0), "connect ECONNREFUSED 10.0.0.7", ADA),
      ...fail(at(10, SECOND), "connect ECONNREFUSED 10.0.0.8", ADA),
      ...fail(at(60), "connect ECONNREFUSED 10.0.0.9", BOB),
      ...fail(at(20), "429 too many requests", ADA),
      late.root({ status: "timeout", to: 5000 }),
      at(80).root({ to: 100 }),
    ]);
  });

  test("puts failed runs together that failed the same way, those first that are most, and says since when and how often", async () => {
    const client = createClient(context.url);
    const range = { from: STARTED_AT, to: STARTED_AT + 80_000 };
    const { groups, ...rest } = await client.listCauses({ ...range, buckets: 4 });
    expect(rest).toEqual({ runs: 5, causes: 3, from: STARTED_AT, bucketMs: 20_000 });
    expect(groups).toHaveLength(3);
    const [refused] = groups;
    expect(refused).toMatchObject({
      status: "error",
      runs: 3,
      users: 2,
      message: "connect ECONNREFUSED 10.0.0.9",
      firstAt: STARTED_AT,
      lastAt: STARTED_AT + 60_000,
      buckets: [2, 0, 0, 1],
    });
    expect(refused?.agentIds.toSorted()).toEqual([FIRST, SECOND].toSorted());
    expect(groups.map(({ runs, status }) => [runs, status])).toEqual([
      [3, "error"],
      [1, "timeout"],
      [1, "error"],
    ]);
    const { total } = await client.listAllRuns({ fingerprint: refused?.fingerprint });
    expect(total).toBe(3);
  });

  test("narrows by agent, time and the other filters", async () => {
    const client = createClient(context.url);
    const ofSecond = await client.listCauses({ agentId: [SECOND] });
    expect(ofSecond).toMatchObject({ runs: 1, causes: 1, from: STARTED_AT + 10_000 });
    expect(ofSecond.groups[0]?.buckets).toHaveLength(24);
    expect(await client.listCauses({ from: STARTED_AT + 50_000, entityId: BOB })).toMatchObject({ runs: 1 });
    expect(await client.listCauses({ to: STARTED_AT - 1 })).toMatchObject({ groups: [], runs: 0, causes: 0 });
    await expect(client.listCauses({ from: 2, to: 1 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
