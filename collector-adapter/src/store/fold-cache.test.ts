import { expect, test } from "vitest";
import { createFoldCache, type KnownFold } from "./fold-cache.ts";
import { addSpan, createSpanSet, type SpanSet } from "./span-set.ts";

function createKnown(version: number, count: number): KnownFold {
  return { version, spans: createSpans(count), keys: { logKeys: ["run"], traceKeys: ["trace"] } };
}

function createSpans(count: number): SpanSet {
  const set = createSpanSet();
  addSpans(set, 0, count);
  return set;
}

function addSpans(set: SpanSet, from: number, count: number): void {
  for (let index = from; index < from + count; index++) {
    addSpan(set, String(index), { version: "1", isOpen: false, facts: '{"name":"GET"}' });
  }
}

test("keeps the later of two versions, whichever is put last", () => {
  const cache = createFoldCache();
  const later = createKnown(5, 2);
  cache.put("fold", later);
  cache.put("fold", createKnown(4, 1));
  expect(cache.get("fold")).toBe(later);
});

test("forgets the folds that were put first when there are more bytes than it may keep", () => {
  const cache = createFoldCache(createSpans(10).bytes);
  for (const key of ["a", "b", "c"]) cache.put(key, createKnown(1, 4));

  expect(cache.get("a")).toBeUndefined();
  expect(cache.get("b")).toBeDefined();
  cache.put("large", createKnown(1, 11));
  expect(cache.get("large")).toBeUndefined();
  expect(cache.get("c")).toBeDefined();
});

test("counts a fold that has grown as large as it is now, and forgets it once it is too large", () => {
  const cache = createFoldCache(2 * createSpans(5).bytes);
  const known = createKnown(1, 2);
  cache.put("grows", known);
  addSpans(known.spans, 2, 4);
  cache.put("grows", { ...known, version: 2 });
  cache.put("other", createKnown(1, 4));
  expect(cache.get("grows")).toBeDefined();

  addSpans(known.spans, 6, 6);
  cache.put("grows", { ...known, version: 3 });
  expect(cache.get("grows")).toBeUndefined();
  for (const key of ["a", "b"]) cache.put(key, createKnown(1, 2));
  expect(cache.get("other")).toBeDefined();
});
