import { toDay } from "../database/timestamps.ts";
import type { LogDay } from "../sql/log-days.ts";

/** How much is kept; without either, everything. */
export interface KeepLimits {
  /** Whole days before today. */
  keepDays?: number | undefined;
  /** What all tables may take on the disk. Today stays, whatever it takes. */
  keepBytes?: number | undefined;
}

/** Which days are kept, counted from the epoch. */
export interface KeptDays {
  /** The first day that is kept; `undefined` when nothing was or is to be dropped. */
  first(): number | undefined;
  /** The day to drop next, the oldest first, and none before it is kept from then on. */
  takeNext(days: readonly LogDay[], otherBytes: number): number | undefined;
}

export function createKeptDays({ keepDays, keepBytes }: KeepLimits, now = () => Date.now()): KeptDays {
  let firstAfterDrop: number | undefined;

  function first(): number | undefined {
    const byAge = keepDays === undefined ? undefined : toDay(now()) - keepDays;
    if (byAge === undefined || firstAfterDrop === undefined) return byAge ?? firstAfterDrop;
    return Math.max(byAge, firstAfterDrop);
  }

  return {
    first,
    takeNext(days, otherBytes) {
      const [oldest] = days;
      if (oldest === undefined) return undefined;
      const bytes = days.reduce((sum, day) => sum + day.bytes, otherBytes);
      const isTooMuch = keepBytes !== undefined && bytes > keepBytes && oldest.day < toDay(now());
      if (isTooMuch) firstAfterDrop = Math.max(firstAfterDrop ?? oldest.day + 1, oldest.day + 1);
      return isTooMuch || oldest.day < (first() ?? oldest.day) ? oldest.day : undefined;
    },
  };
}
