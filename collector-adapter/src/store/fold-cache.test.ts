import { expect, test } from "vitest";
import { createFoldCache } from "./fold-cache.ts";
import { createSpanSet, type SpanSet } from "./span-set.ts";

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

test("remembers spans for one version of their fold, and hands them out once", () => {
  const cache = createFoldCache();
  const spans = createSpans(2);
  cache.put("fold", 3, spans);

  expect(cache.take("fold", 3)).toBe(spans);
  expect(cache.take("fold", 3)).toBeUndefined();
  cache.put("fold", 3, spans);
  expect(cache.take("fold", 4)).toBeUndefined(); // another process has written
  expect(cache.take("fold", 3)).toBeUndefined();
});

test("keeps the later of two versions, whichever is put last", () => {
  const cache = createFoldCache();
  const later = createSpans(2);
  cache.put("fold", 5, later);
  cache.put("fold", 4, createSpans(1));
  expect(cache.take("fold", 5)).toBe(later);
});

test("forgets the folds that were put first when there are more bytes than it may keep", () => {
  const cache = createFoldCache(createSpans(10).bytes);
  for (const key of ["a", "b", "c"]) cache.put(key, 1, createSpans(4));

  expect(cache.take("a", 1)).toBeUndefined();
  expect(cache.take("b", 1)).toBeDefined();
  cache.put("large", 1, createSpans(11));
  expect(cache.take("large", 1)).toBeUndefined();
  expect(cache.take("c", 1)).toBeDefined();
});
