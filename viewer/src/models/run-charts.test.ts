import type { RunStatsBucket } from "@runline/contract";
import { expect, it } from "vitest";
import { toBars, toLinePath, toRunCharts } from "./run-charts.ts";

const NONE: RunStatsBucket = { startedAt: 0, started: 0, lost: 0, completed: 0, timeout: 0, error: 0 };

it("stacks runs by status, those that failed at the base, and takes lost ones for no longer running", () => {
  const { runs } = toRunCharts([{ ...NONE, started: 3, lost: 1, completed: 4, error: 2 }, NONE]);
  expect(runs.bars.map(({ name, values }) => [name, ...values])).toEqual([
    ["error", 2, 0],
    ["timeout", 0, 0],
    ["lost", 1, 0],
    ["started", 2, 0],
    ["completed", 4, 0],
  ]);
  expect(runs.top).toBe(9);
});

it("draws bars upon each other, as parts of the plot, and nothing for nothing", () => {
  const { tokens } = toRunCharts([NONE, { ...NONE, tokens: { input: 50, output: 25, unsplit: 25 } }]);
  expect(toBars(tokens)).toEqual([
    { name: "input", x: 50, width: 38, y: 50, height: 50 },
    { name: "output", x: 50, width: 38, y: 25, height: 25 },
    { name: "unsplit", x: 50, width: 38, y: 0, height: 25 },
  ]);
  expect(toBars(toRunCharts([]).cost)).toEqual([]);
});

it("draws durations level within a part of the time, with a gap where nothing ended", () => {
  const at = (ms: number): RunStatsBucket => ({ ...NONE, durationMs: { p50: ms, p95: ms, p99: ms, max: ms } });
  const { duration } = toRunCharts([at(50), at(100), NONE, at(0)]);
  expect(duration.top).toBe(100);
  expect(toLinePath(duration.lines[0] ?? { name: "", values: [] }, 100)).toBe(
    "M0.00 50.00H25.00V0.00H50.00M75.00 100.00H100.00",
  );
  const { lines, top } = toRunCharts([at(0)]).duration;
  expect(lines.map((line) => toLinePath(line, top))).toEqual(Array(3).fill("M0.00 100.00H100.00"));
});
