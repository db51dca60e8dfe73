import type { RunSpan } from "@runline/contract";
import { byStart } from "./span-tree.ts";

/**
 * The spans by the clock of the run. One whose clock is off stands where it was by that of the run: else it would stretch the
 * whole.
 */
export function toRunClock(spans: readonly RunSpan[]): readonly RunSpan[] {
  const isOff = spans.some(({ clockOffsetMs }) => clockOffsetMs !== undefined);
  return isOff ? spans.map(shift).sort(byStart) : spans;
}

function shift(span: RunSpan): RunSpan {
  const { clockOffsetMs = 0, startedAt, endedAt } = span;
  return {
    ...span,
    startedAt: startedAt - clockOffsetMs,
    ...(endedAt !== undefined && { endedAt: endedAt - clockOffsetMs }),
  };
}
