import { describe, expect, test } from "vitest";
import type { Part } from "./span-parts.ts";
import { takeBatch, type Job } from "./take-batch.ts";

const MIB = 1024 * 1024;

function createJob(...parts: { spans: number; bytes: number }[]): Job {
  const ignore = () => undefined;
  return {
    waiting: parts.map((part) => ({ day: 0, lane: 0, waitingBytes: 0, read: () => [], ...part })),
    settle: ignore,
    fail: ignore,
  };
}

function createParts(count: number, spans: number, bytes: number): Pick<Part, "spans" | "bytes">[] {
  return Array.from({ length: count }, () => ({ spans, bytes }));
}

/** How many spans of which job each batch has, until nothing waits. */
function takeAll(jobs: Job[]): number[][] {
  const waiting = [...jobs];
  const batches: number[][] = [];
  for (let batch = takeBatch(waiting); batch.length > 0; batch = takeBatch(waiting)) {
    const countSpans = (job: Job) =>
      batch.reduce((sum, { job: other, part }) => sum + (other === job ? part.spans : 0), 0);
    batches.push(jobs.map(countSpans));
  }
  return batches;
}

describe("takeBatch", () => {
  test("puts small requests into one batch", () => {
    expect(takeAll([createJob({ spans: 3, bytes: 900 }), createJob({ spans: 5, bytes: 1500 })])).toEqual([[3, 5]]);
  });

  test("takes whole parts, one of each request in turn", () => {
    const large = createJob(...createParts(3, 600, 600));
    expect(takeAll([large, createJob(...createParts(2, 300, 300)), createJob({ spans: 50, bytes: 50 })])).toEqual([
      [600, 300, 50],
      [600, 300, 0],
      [600, 0, 0],
    ]);
  });

  test("begins with the request whose part did not fit", () => {
    expect(takeAll([createJob(...createParts(2, 900, 900)), createJob({ spans: 200, bytes: 200 })])).toEqual([
      [900, 0],
      [0, 200],
      [900, 0],
    ]);
  });

  test("closes a batch by size too, but never below one part", () => {
    expect(takeAll([createJob(...createParts(5, 1, 2 * MIB))])).toEqual([[2], [2], [1]]);
    expect(takeAll([createJob(...createParts(2, 1, 32 * MIB))])).toEqual([[1], [1]]);
  });

  test("goes on with the next request when one has failed", () => {
    expect(takeAll([createJob(), createJob({ spans: 1, bytes: 100 })])).toEqual([[0, 1]]);
  });
});
