import { describe, expect, test } from "vitest";
import type { Part } from "./span-parts.ts";
import { takeBatch, type Job } from "./take-batch.ts";

const MIB = 1024 * 1024;

function createJob(...parts: { spans: number; bytes: number }[]): Job {
  const ignore = () => undefined;
  return {
    waiting: parts.map((part) => ({ day: 0, waitingBytes: 0, read: () => [], ...part })),
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

  test("takes whole parts of a large request, and fills up with the next one", () => {
    const large = createJob(...createParts(2, 1000, 1000), { spans: 500, bytes: 500 });
    expect(takeAll([large, createJob({ spans: 400, bytes: 400 }, { spans: 200, bytes: 200 })])).toEqual([
      [1000, 0],
      [1000, 0],
      [500, 400],
      [0, 200],
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
