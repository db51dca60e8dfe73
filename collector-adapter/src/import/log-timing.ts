/**
 * How far the log was read. elizaOS writes some rows without waiting for them, so that a row may come a little late: what
 * was written up to `upTo` has everything around it. `now` is how late it is for the log.
 */
export interface Moment {
  upTo: number;
  now: number;
}

/** How late a row may come. */
export const SETTLE_MS = 5_000;

/** A run that has ended is kept so long for late steps. */
export const KEEP_MS = 10 * 60_000;

/** elizaOS ends every run after an hour; one without an end after this has lost its process. */
export const GIVE_UP_MS = 2 * 3_600_000;
