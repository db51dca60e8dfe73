import type { RunSpan } from "@runline/contract";
import type { TimeScale, TimeWindow } from "./create-time-scale.ts";

/** A line of the axis: where it stands, 0 to 1, and how long after the beginning, as text. */
export interface AxisTick {
  at: number;
  label: string;
}

/** A bar in its row: where it begins and how wide it is, both 0 to 1 of the window. */
export interface BarLayout {
  left: number;
  width: number;
}

/** Smallest part of the run's time that one can zoom to. */
export const MIN_ZOOM = 0.0005;
const GROWTH = 1.25;
/** What follows the last that was heard of a lost run, as a part of the time before; not to scale. */
const SILENCE = 0.16;

/**
 * The time that the waterfall covers: from the run's first span to its last end. While spans are open the end moves on in
 * steps of a quarter, so that bars grow over an axis that stands still most of the time. A span that is lost went on until it was `heardAt`
 * last, and its silence has some room at the end. Callers do not stretch it.
 */
export function toTimeExtent(spans: readonly RunSpan[], now: number, heardAt = -Infinity): TimeWindow {
  let from = Infinity;
  let to = -Infinity;
  let isOpen = false;
  let isLost = false;
  for (const span of spans) {
    if (span.caller) continue;
    from = Math.min(from, span.startedAt);
    to = Math.max(to, span.endedAt ?? span.startedAt);
    if (span.state === "open") isOpen = true;
    if (span.state === "lost") isLost = true;
  }
  if (from === Infinity) return { from: now, to: now + 1 };
  if (isOpen) {
    const elapsed = Math.max(now - from, to - from, 250);
    to = from + GROWTH ** Math.ceil(Math.log(elapsed) / Math.log(GROWTH));
  } else if (isLost) {
    to = Math.max(to, heardAt);
    to += Math.max(1, (to - from) * SILENCE);
  }
  return { from, to: Math.max(to, from + 0.001) };
}

/** When the run began; the first span of a trace without one, by its start. */
export function toOrigin(spans: readonly RunSpan[]): number | undefined {
  return (findRun(spans) ?? spans.find(({ caller }) => !caller))?.startedAt;
}

/** The last moment that is known of a run of which a span is lost: of its spans, or of the heartbeats that it sent. */
export function toLastHeard(spans: readonly RunSpan[], heardAt = 0): number | undefined {
  if (!spans.some(({ state, caller }) => state === "lost" && !caller)) return undefined;
  return spans.reduce(
    (last, { startedAt, endedAt, caller }) => (caller ? last : Math.max(last, endedAt ?? startedAt)),
    heardAt,
  );
}

function findRun(spans: readonly RunSpan[]): RunSpan | undefined {
  return spans.find(({ kind, caller, otherAgent }) => kind === "run" && !caller && !otherAgent);
}

/**
 * When the run ended, if work of it went on after that; a run that is still going on has no end, and one that paused did not end with the span
 * that did.
 */
export function toPassedEnd(spans: readonly RunSpan[]): number | undefined {
  const end = findRun(spans)?.endedAt;
  if (end === undefined) return undefined;
  if (spans.some(({ wait, caller, endedAt = Infinity }) => wait && !caller && endedAt > end)) return undefined;
  return spans.some(({ startedAt, endedAt, caller }) => !caller && (endedAt ?? startedAt) > end) ? end : undefined;
}

/** The part of the whole that was asked for, but not less than a sliver. */
export function toPart({ from, to }: TimeWindow, whole: TimeWindow): TimeWindow {
  const shortest = (whole.to - whole.from) * MIN_ZOOM;
  const start = Math.max(whole.from, Math.min(from, whole.to - shortest));
  return { from: start, to: Math.min(whole.to, Math.max(to, start + shortest)) };
}

/**
 * Where a span stands in the window; `undefined` when it lies outside. An open one reaches to `now`, a lost one to the
 * end of the window.
 */
export function toBarLayout(span: RunSpan, { from, to, toPart: place }: TimeScale, now: number): BarLayout | undefined {
  const end = span.endedAt ?? (span.state === "open" ? Math.max(now, span.startedAt) : to);
  if (end < from || span.startedAt > to) return undefined;
  const left = Math.max(0, place(span.startedAt));
  return { left, width: Math.max(0, Math.min(1, place(end)) - left) };
}

const MS_STEPS = [1, 2, 5] as const;
const LONG_STEPS_S = [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400] as const;

/** The step that gives at most `maxTicks` lines: 1, 2 or 5 times a power of ten, from 10 s on parts of a minute or hour. */
function toStepMs(lengthMs: number, maxTicks: number): number {
  const rough = lengthMs / Math.max(1, maxTicks);
  if (rough > 10_000)
    return (LONG_STEPS_S.find((seconds) => seconds * 1_000 >= rough) ?? Math.ceil(rough / 86_400_000) * 86_400) * 1_000;
  const power = 10 ** Math.floor(Math.log10(rough));
  return (MS_STEPS.find((step) => step * power >= rough) ?? 10) * power;
}

/** The lines of the axis, counted from `origin`, the beginning of the run. Compressed stretches have none. */
export function toAxisTicks(scale: TimeScale, origin: number, maxTicks: number): AxisTick[] {
  const { from, to, compressed } = scale;
  const step = toStepMs(
    compressed.reduce((rest, gap) => rest - (gap.to - gap.from), to - from),
    maxTicks,
  );
  const ticks: AxisTick[] = [];
  const first = Math.ceil((from - origin) / step - 1e-9);
  for (let index = first; origin + index * step <= to + step * 1e-9; index++) {
    const time = origin + index * step;
    if (compressed.some((gap) => time > gap.from && time < gap.to)) continue;
    ticks.push({ at: scale.toPart(time), label: formatTick(index * step, step, to - origin) });
  }
  return ticks;
}

/** All labels of an axis have the unit that fits its last one. */
function formatTick(ms: number, step: number, lastMs: number): string {
  if (ms === 0) return "0";
  if (ms < 0) return `−${formatTick(-ms, step, lastMs)}`;
  if (step < 1) return `${(ms * 1_000).toFixed(0)} µs`;
  if (lastMs < 1_000 || step < 10) return `${ms.toFixed(0)} ms`;
  const decimals = step < 100 ? 2 : step < 1_000 ? 1 : 0;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(decimals)} s`;
  const seconds = Math.round(ms / 1_000);
  const hours = Math.floor(seconds / 3_600);
  const tail = `${String(Math.floor(seconds / 60) % 60).padStart(hours ? 2 : 1, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}
