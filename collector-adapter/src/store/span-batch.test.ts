import { describe, expect, test } from "vitest";
import { createTestRun } from "../../test/support/test-run.ts";
import { toPending } from "../../test/support/test-span.ts";
import { toRecords } from "../../test/support/to-records.ts";
import { createSpanBatch } from "./span-batch.ts";

const ended = createTestRun().action("GET_WEATHER", { to: 900 });
const open = toPending(ended);
/** What the next heartbeat tells of it. */
const richer = {
  ...open,
  attributes: { ...open.attributes, "gen_ai.tool.description": "Says what the weather will be" },
};

describe("spans that are written together", () => {
  test.each([[[open, richer]], [[richer, open]]])("have of several snapshots of a span the latest", (spans) => {
    const [latest] = toRecords([richer]);
    const batch = createSpanBatch(toRecords(spans));
    expect(batch.open.map(({ span }) => span.version)).toEqual([latest?.version]);
    expect([...batch.repeated]).toEqual([latest?.spanKey]);
  });

  test.each([[[open, ended]], [[ended, open]]])("have no snapshot of a span that has ended", (spans) => {
    const batch = createSpanBatch(toRecords(spans));
    expect(batch.open).toEqual([]);
    expect(batch.ended).toHaveLength(1);
  });
});
