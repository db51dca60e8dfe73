import type { RunSpan } from "@runline/contract";
import type { TimeWindow } from "./create-time-scale.ts";
import type { SpanNode } from "./span-tree.ts";

/** A stretch without work is worth a word when it is this part of the whole, and as long as that, in ms. */
const MIN_PART = 0.05;
const MIN_MS = 50;

/**
 * The stretches in which something was going on that waits for no child, in order. One that goes on has no end. While a run waits for
 * a person, nothing is.
 */
export function findBusyTimes(nodes: Iterable<SpanNode>): TimeWindow[] {
  const times: TimeWindow[] = [];
  for (const { span, children } of nodes) {
    if (span === undefined || span.caller || span.wait || children.some((child) => waitsFor(span, child))) continue;
    times.push({ from: span.startedAt, to: span.endedAt ?? (span.state === "open" ? Infinity : span.startedAt) });
  }
  times.sort((a, b) => a.from - b.from);
  const busy: TimeWindow[] = [];
  for (const time of times) {
    const last = busy.at(-1);
    if (last && time.from <= last.to) last.to = Math.max(last.to, time.to);
    else busy.push({ ...time });
  }
  return busy;
}

/** A parent waits for its children, but not for one that begins after its end, as an evaluation of it does. */
function waitsFor({ endedAt = Infinity }: RunSpan, { span }: SpanNode): boolean {
  return span === undefined || span.startedAt < endedAt;
}

/** The longer stretches of a run in which nothing was going on. While the run goes on, nobody knows whether it waits. */
export function toIdleGaps(
  busy: readonly TimeWindow[],
  { from, to }: TimeWindow,
  end: number | undefined,
): TimeWindow[] {
  if (busy.length === 0) return [];
  const least = Math.max(MIN_MS, MIN_PART * (to - from));
  const gaps = [from, ...busy.map((time) => time.to)].map((start, index) => ({
    from: start,
    to: busy[index]?.from ?? end ?? start,
  }));
  return gaps.filter((gap) => gap.to - gap.from > least);
}

/** The parts of idle stretches in which the run waited, or waits until `now`, for a person or another system. */
export function toWaits(gaps: readonly TimeWindow[], spans: readonly RunSpan[], now: number): TimeWindow[] {
  const waits = spans.filter(({ wait, caller }) => wait && !caller);
  const parts = waits.flatMap(({ startedAt, endedAt = now }) =>
    gaps.map(({ from, to }) => ({ from: Math.max(from, startedAt), to: Math.min(to, endedAt) })),
  );
  return parts.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
}
