import { toDate } from "../database/timestamps.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import type { Part } from "./span-parts.ts";

const DAY_MS = 86_400_000;
/**
 * Oldest and newest moment of a span, as days from now. A sender's clock may be wrong; without a bound, it would make a
 * partition of `logs` for each day it can think of.
 */
const MAX_AGE_DAYS = 400;
const MAX_AHEAD_DAYS = 1;

/** Why spans were dropped, for their sender. */
export const OUT_OF_RANGE = `start or end is more than ${MAX_AGE_DAYS} days ago or more than ${MAX_AHEAD_DAYS} day ahead of Runline's clock`;

/** Whether both moments of a span are kept; the others are dropped and reported. `now` is ms since the epoch. */
export function isInRange(span: Pick<OtlpSpan, "startedAt" | "endedAt">, now: number): boolean {
  const isKept = (at: number) => at >= now - MAX_AGE_DAYS * DAY_MS && at <= now + MAX_AHEAD_DAYS * DAY_MS;
  return isKept(span.startedAt) && isKept(span.endedAt ?? span.startedAt);
}

/** Why spans of days that are dropped were not taken, for their sender. */
export function toTooOld(firstDay: number): string {
  return `start is before ${toDate(firstDay)}, and Runline keeps no earlier days (--keep, --keep-bytes)`;
}

/** The parts of days that are kept, and how many spans the others have. */
export function takeKept(
  parts: readonly Part[],
  firstDay = Number.NEGATIVE_INFINITY,
): { parts: Part[]; tooOld: number } {
  const kept = parts.filter(({ day }) => day >= firstDay);
  return { parts: kept, tooOld: sumSpans(parts) - sumSpans(kept) };
}

function sumSpans(parts: readonly Part[]): number {
  return parts.reduce((sum, { spans }) => sum + spans, 0);
}
