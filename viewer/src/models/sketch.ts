import { SKETCHED_KINDS, type RunSummary, type SketchedKind } from "@runline/contract";

/** A step or wait of the drawing, in parts of its width: 0 to 100. */
export interface SketchBar {
  kind: SketchedKind;
  /** From the top: what the agent does, its model calls and waits, what is beside them. */
  lane: 0 | 1 | 2;
  x: number;
  width: number;
  hasFailed: boolean;
}

const LANES: Record<SketchedKind, SketchBar["lane"]> = {
  action: 0,
  model_call: 1,
  embedding: 2,
  evaluator: 2,
  wait: 1,
};
/** So much is drawn of what took no time. */
const MIN_WIDTH = 1.5;
/** What goes on at the end of a run that has not ended takes a sixth of the drawing. */
const OPEN_PART = 1.2;

/** The steps of a run as bars: each run has a scale of its own, for the drawing shows its shape, not its length. */
export function toSketchBars({ sketch = [], durationMs }: Pick<RunSummary, "sketch" | "durationMs">): SketchBar[] {
  const openPart = durationMs === undefined ? OPEN_PART : 1;
  const ends = sketch.map(([, start, length]) => (length === -1 ? start * openPart : start + length));
  const totalMs = Math.max(1, durationMs ?? 0, ...ends);
  return sketch.flatMap(([place, start, length, failed]) => {
    const kind = SKETCHED_KINDS[place];
    if (kind === undefined) return []; // of a newer server
    const x = Math.min(100 - MIN_WIDTH, Math.max(0, (start / totalMs) * 100));
    const width = length === -1 ? 100 - x : (length / totalMs) * 100;
    return [
      { kind, lane: LANES[kind], x, width: Math.max(MIN_WIDTH, Math.min(100 - x, width)), hasFailed: failed === 1 },
    ];
  });
}
