import { IngestError } from "./ingest-error.ts";

const MIB = 1024 * 1024;
/** What requests of all signals may hold in memory, from the first byte of the body to the answer: four of the largest bodies. */
const MAX_BYTES = 256 * MIB;
/** Requests above this leave the rest of the memory to the others, so that a few stalled ones do not stop the usual ones. */
const LARGE_BYTES = MIB;
const KEPT_FROM_LARGE = 32 * MIB;

/** The memory of one request. */
export interface Reservation {
  /**
   * Says how many bytes the request holds from now on, before it takes them. One request alone may have as much as it likes: other
   * limits end that.
   *
   * @throws IngestError `BUSY`; the reservation is as before
   */
  resize(bytes: number): void;
  release(): void;
}

/** Shares memory out among requests: those that find none left are refused, and their senders try again. */
export interface MemoryBudget {
  reserve(): Reservation;
}

/**
 * @example
 * const reservation = budget.reserve();
 * try { reservation.resize(contentLength); … } finally { reservation.release(); }
 */
export function createMemoryBudget(): MemoryBudget {
  let reserved = 0;
  return {
    reserve() {
      let own = 0;
      return {
        resize(bytes) {
          const others = reserved - own;
          const limit = bytes > LARGE_BYTES ? MAX_BYTES - KEPT_FROM_LARGE : MAX_BYTES;
          if (bytes > own && others > 0 && others + bytes > limit) {
            throw new IngestError(
              "BUSY",
              `Requests in flight hold more than ${limit / MIB} MiB: try again in a moment.`,
            );
          }
          reserved = others + bytes;
          own = bytes;
        },
        release() {
          reserved -= own;
          own = 0;
        },
      };
    },
  };
}
