import { expect, test } from "vitest";
import type { FactsRow } from "../src/sql/list-facts.ts";
import { createReadThread } from "../src/runs/read-thread.ts";
import { createFacts } from "./support/create-facts.ts";

/** More than the code that the thread loads from source, and soon full. */
const HEAP_MB = 96;
const of = { traceId: createFacts("a").traceId };
const FULL = { code: "UNAVAILABLE", message: expect.stringContaining("memory") };

function createPage(first: number): FactsRow[] {
  return Array.from({ length: 2_000 }, (_, index) => ({
    foldKey: "trace",
    version: "1",
    facts: JSON.stringify(
      createFacts(`${first + index}`, undefined, { name: `${first + index} ${"x".repeat(1_000)}` }),
    ),
    silentMs: null,
  }));
}

test("a thread that ends fails all jobs that it has, be they between two steps, and a new job gets a new thread", async () => {
  const run = createReadThread({ heapMb: HEAP_MB });
  await run(1, "openSpans", { of, isEarly: false });
  await run(1, "addFacts", createPage(0));
  await run(2, "openSpans", { of, isEarly: false });
  const fill = async () => {
    for (let first = 0; first < 1_000_000; first += 2_000) await run(2, "addFacts", createPage(first));
  };
  await expect(fill()).rejects.toMatchObject(FULL);

  await run(3, "openSpans", { of, isEarly: false });
  await expect(run(1, "addFacts", createPage(2_000))).rejects.toMatchObject(FULL);
  await expect(run(1, "foldSpans", undefined)).rejects.toMatchObject(FULL);
  await run(3, "addFacts", createPage(0).slice(0, 3));
  expect(await run(3, "foldSpans", undefined)).toMatchObject({ gone: [] });
  await run(3, "close", undefined);
});
