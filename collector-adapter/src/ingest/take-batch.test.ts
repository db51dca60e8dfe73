import { describe, expect, test } from "vitest";
import { createSpan } from "../otlp/create-span.ts";
import { takeBatch, type Job } from "./take-batch.ts";

const MIB = 1024 * 1024;

function createJob(spans: number, bytes: number): Job {
  const ignore = () => undefined;
  return {
    spans: Array.from({ length: spans }, () => createSpan({})),
    bytes,
    taken: 0,
    left: spans,
    refused: 0,
    settle: ignore,
    fail: ignore,
  };
}

/** How many spans of which job each batch has, until nothing waits. */
function takeAll(jobs: Job[]): number[][] {
  const waiting = [...jobs];
  const batches: number[][] = [];
  for (let parts = takeBatch(waiting); parts.length > 0; parts = takeBatch(waiting)) {
    batches.push(jobs.map((job) => parts.find((part) => part.job === job)?.spans.length ?? 0));
  }
  return batches;
}

describe("takeBatch", () => {
  test("puts small requests into one batch", () => {
    expect(takeAll([createJob(3, 900), createJob(5, 1500)])).toEqual([[3, 5]]);
  });

  test("cuts a request of many spans, and fills up with the next one", () => {
    expect(takeAll([createJob(2500, 2500), createJob(700, 700)])).toEqual([
      [1000, 0],
      [1000, 0],
      [500, 500],
      [0, 200],
    ]);
  });

  test("cuts by size too, but never below one span", () => {
    expect(takeAll([createJob(6, 24 * MIB)])).toEqual([[2], [2], [2]]);
    expect(takeAll([createJob(2, 64 * MIB)])).toEqual([[1], [1]]);
  });

  test("goes on with the next request when one has failed", () => {
    const failed = createJob(2000, 2000);
    failed.taken = 2000;
    expect(takeAll([failed, createJob(1, 100)])).toEqual([[0, 1]]);
  });
});
