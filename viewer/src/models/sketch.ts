import { STEP_KINDS, type RunSummary, type StepKind } from "@runline/contract";

/** A step of the drawing, in parts of its width: 0 to 100. */
export interface SketchBar {
  kind: StepKind;
  /** From the top: what the agent does, its model calls, what is beside them. */
  lane: 0 | 1 | 2;
  x: number;
  width: number;
  hasFailed: boolean;
}

const LANES: Record<StepKind, SketchBar["lane"]> = { action: 0, model_call: 1, embedding: 2, evaluator: 2 };
/** So much is drawn of what took no time. */
const MIN_WIDTH = 1.5;

/** The steps of a run as bars: each run has a scale of its own, for the drawing shows its shape, not its length. */
export function toSketchBars({ sketch = [], durationMs }: Pick<RunSummary, "sketch" | "durationMs">): SketchBar[] {
  const ends = sketch.map(([, start, length]) => start + Math.max(0, length));
  const totalMs = Math.max(1, durationMs ?? 0, ...ends);
  return sketch.flatMap(([place, start, length, failed]) => {
    const kind = STEP_KINDS[place];
    if (kind === undefined) return []; // of a newer server
    const x = Math.min(100 - MIN_WIDTH, Math.max(0, (start / totalMs) * 100));
    const width = length === -1 ? 100 - x : (length / totalMs) * 100;
    return [
      { kind, lane: LANES[kind], x, width: Math.max(MIN_WIDTH, Math.min(100 - x, width)), hasFailed: failed === 1 },
    ];
  });
}
