import { expect, it } from "vitest";
import { toSketchBars } from "./sketch.ts";

it("draws actions, model calls and the rest each in a lane of its own, on the scale of the run", () => {
  const sketch: [number, number, number, number][] = [
    [2, 0, 1, 0],
    [1, 100, 400, 0],
    [0, 500, 500, 1],
  ];
  expect(toSketchBars({ durationMs: 1_000, sketch })).toEqual([
    { kind: "embedding", lane: 2, x: 0, width: 1.5, hasFailed: false },
    { kind: "model_call", lane: 1, x: 10, width: 40, hasFailed: false },
    { kind: "action", lane: 0, x: 50, width: 50, hasFailed: true },
  ]);
  expect(toSketchBars({ durationMs: 1_000, sketch: [[4, 200, 700, 0]] })).toEqual([
    { kind: "wait", lane: 1, x: 20, width: 70, hasFailed: false },
  ]);
});

it("lets what goes on reach the edge, keeps all inside, and leaves out what it does not know", () => {
  const [open] = toSketchBars({ sketch: [[1, 100, -1, 0]] });
  expect(open?.x).toBeCloseTo(83.3, 1);
  expect(open?.width).toBeCloseTo(16.7, 1);
  expect(toSketchBars({ durationMs: 200, sketch: [[1, 100, -1, 0]] })).toMatchObject([{ x: 50, width: 50 }]);
  expect(toSketchBars({ durationMs: 200, sketch: [[1, 190, -1, 0]] })).toMatchObject([{ x: 95, width: 5 }]);
  expect(toSketchBars({ durationMs: 100, sketch: [[0, -50, 500, 0]] })).toMatchObject([{ x: 0, width: 100 }]);
  expect(toSketchBars({ sketch: [[9, 0, 1, 0]] })).toEqual([]);
  expect(toSketchBars({})).toEqual([]);
});
