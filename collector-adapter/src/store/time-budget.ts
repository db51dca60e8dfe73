/** Folding in the background takes at most one part in so many of the time: it shares the process and the database. */
export const TIME_SHARE = 20;
/** What a minute gives. So much can be saved up, for folds that are wanted soon. */
const MAX_SAVED_MS = 3_000;

/** A share of the time: what is not spent of it is saved, and what is spent too much has to be earned first. */
export interface TimeBudget {
  /** ms until there is some to spend. */
  msUntilAny(): number;
  /** ms until all is there that can be saved. */
  msUntilFull(): number;
  spend(ms: number): void;
}

/** Begins with all that can be saved. */
export function createTimeBudget(now: () => number = () => performance.now()): TimeBudget {
  let saved = MAX_SAVED_MS;
  let at = now();

  function earn(): number {
    const present = now();
    saved = Math.min(MAX_SAVED_MS, saved + (present - at) / TIME_SHARE);
    at = present;
    return saved;
  }

  return {
    msUntilAny: () => Math.max(0, -earn() * TIME_SHARE),
    msUntilFull: () => (MAX_SAVED_MS - earn()) * TIME_SHARE,
    spend(ms) {
      saved = earn() - ms;
    },
  };
}
