import { describe, expect, test } from "vitest";
import { startAdapterOn } from "../../test-support/open-adapter.ts";
import { toDate, toDay } from "../src/database/timestamps.ts";
import { daysAgo } from "./support/old-days.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestDatabase, type Engine } from "../../test-support/test-database.ts";
import { createTestRun } from "./support/test-run.ts";

const WAIT = { timeout: 20_000, interval: 50 };

/** A run with much to say, so that its day is worth a word. */
function createLargeRun(startedAt: number) {
  const run = createTestRun({ startedAt });
  const attributes = { "gen_ai.tool.call.result": "x".repeat(20_000) };
  return [run.root(), ...Array.from({ length: 10 }, (_, index) => run.action(`A${index}`, { attributes }))];
}

describe.each<Engine>(["pglite", "postgres"])("what is kept, on %s", (engine) => {
  test("is told at the start, with the way to bound it, and what is dropped is told in the log", async () => {
    const data = await createTestDatabase(engine);
    const first = await startAdapterOn(data);
    expect(first.output()).toMatch(/^Runline is ready: \S+\n$/);
    const old = daysAgo(40);
    for (const startedAt of [old, daysAgo(2), daysAgo(1)]) await ingest(first.url, createLargeRun(startedAt));
    await first.stop();

    const second = await startAdapterOn(data);
    expect(second.output()).toMatch(
      /^Stored so far: [\d.]+ [kM]B of 3 days, about \d+ kB more a day\. Nothing is ever dropped; --keep 30d .* --keep-bytes 20GB .*\nRunline is ready: \S+\n$/,
    );
    await second.stop();

    const bounded = await startAdapterOn(data, {
      env: { RUNLINE_KEEP: "30d" },
      args: ["--keep-bytes", "20GB"],
    });
    expect(bounded.output()).toContain("What is older than 30 days or beyond 20.0 GB is dropped.\n");
    const date = toDate(toDay(old));
    await expect.poll(() => bounded.output(), WAIT).toContain(`dropped the day ${date}, which is not to be kept`);
    const line = bounded
      .output()
      .split("\n")
      .find((one) => one.includes("dropped the day"));
    expect(JSON.parse(line ?? "")).toMatchObject({ day: date, runs: 1, spans: 11 });
    expect(JSON.parse(line ?? "").bytes).toBeGreaterThan(200_000);
    expect(await bounded.stop()).toBe(0);
    await data.drop();
  });
});
