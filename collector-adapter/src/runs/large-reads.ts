import { ApiError } from "../http/api-error.ts";

/** Large reads at a time: each keeps its spans in memory, and they share one thread. */
const MAX_LARGE_READS = 3;

/** Lets in a few readers of large runs at a time. */
export interface LargeReads {
  /** Takes a place; the returned function gives it back. @throws ApiError `UNAVAILABLE` when all are taken */
  enter(): () => void;
}

export function createLargeReads(): LargeReads {
  let reads = 0;
  return {
    enter() {
      if (reads >= MAX_LARGE_READS) {
        throw new ApiError(
          "UNAVAILABLE",
          `${MAX_LARGE_READS} large runs are being read, as many as may be at a time. Try again in a few seconds.`,
        );
      }
      reads += 1;
      let isIn = true;
      return () => {
        if (isIn) reads -= 1;
        isIn = false;
      };
    },
  };
}
