import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { createWaterfallModel } from "./create-waterfall-model.ts";

it("finds what started last of what goes on, wherever it stands, and nothing once all has ended", () => {
  const model = createWaterfallModel(signal(100));
  const { follow, rows } = model;
  const run = createSpan("run", undefined, { state: "open", startedAt: 0 });
  const slow = createSpan("slow", "run", { startedAt: 10 });
  const call = createSpan("call", "slow", { state: "open", startedAt: 40 });
  const later = createSpan("later", "run", { state: "open", startedAt: 30 });
  expect(follow.youngestIndex.value).toBe(-1);
  model.setSpans([run, slow, call, later]);
  expect(rows.value[follow.youngestIndex.value]?.node.id).toBe("call");
  model.setSpans([{ ...run, state: "ok" }, slow]);
  expect(follow.youngestIndex.value).toBe(-1);
});
