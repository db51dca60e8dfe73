import { expect, test } from "vitest";
import { createFoldCache, type KnownFold } from "./fold-cache.ts";
import { createSpanSet, type SpanSet } from "./span-set.ts";

function createKnown(version: number, count: number): KnownFold {
  return { version, spans: createSpans(count), keys: { logKeys: ["run"], traceKeys: ["trace"] } };
}

function createSpans(count: number): SpanSet {
  return createSpanSet(
    Array.from({ length: count }, (_, index) => ({
      version: "1",
      facts: {
        traceId: "t",
        spanId: String(index),
        kind: "infrastructure" as const,
        name: "GET",
        label: "GET",
        convention: "none",
        startedAt: index,
      },
    })),
  );
}

test("remembers a fold until it is removed", () => {
  const cache = createFoldCache();
  const known = createKnown(3, 2);
  cache.put("fold", known);

  expect(cache.get("fold")).toBe(known);
  cache.remove("fold");
  expect(cache.get("fold")).toBeUndefined();
});

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
