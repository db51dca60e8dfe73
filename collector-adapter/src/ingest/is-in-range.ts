import type { OtlpSpan } from "../otlp/otlp-span.ts";

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
export function isInRange(span: OtlpSpan, now: number): boolean {
  const isKept = (at: number) => at >= now - MAX_AGE_DAYS * DAY_MS && at <= now + MAX_AHEAD_DAYS * DAY_MS;
  return isKept(span.startedAt) && isKept(span.endedAt ?? span.startedAt);
}
