import type { SpanStore } from "../store/span-store.ts";
import { createBatchWriter, toUnavailable } from "./batch-writer.ts";
import type { RefusedSpan } from "./refused-spans.ts";
import { LANES, type Part } from "./span-parts.ts";

/** Takes requests and writes them in batches, one of each lane at a time: what comes in meanwhile makes the next. */
export interface IngestQueue {
  /**
   * Resolves once all spans are committed, with those that the database refused. A large request is committed in several transactions:
   * should a later one fail, the sender sends the whole again, and what is there already changes nothing. Spans of a day that is not
   * there wait apart until it is made, or cannot be: the others are committed meanwhile.
   *
   * @throws IngestError when the spans were not all stored and the sender should try again
   * @throws the reason why a part of the request cannot be read: to try again is of no use
   */
  write(parts: readonly Part[]): Promise<RefusedSpan[]>;
  /** Refuses what is new and what waits, whose senders keep it, and resolves when the batches under way are written. */
  close(): Promise<void>;
}

export function createIngestQueue(store: SpanStore): IngestQueue {
  const lanes = Array.from({ length: LANES }, () => createBatchWriter(store));

  async function enqueue(parts: readonly Part[]): Promise<RefusedSpan[]> {
    const written = lanes.map((lane, index) => lane.write(parts.filter((part) => part.lane === index)));
    return settleAll(written);
  }

  /** Writes the parts once their days are there. */
  async function enqueueLate(parts: readonly Part[]): Promise<RefusedSpan[]> {
    try {
      await store.makeDays(parts.map(({ day }) => day));
    } catch (error) {
      throw toUnavailable(error);
    }
    return enqueue(parts);
  }

  return {
    write(parts) {
      const late = parts.filter(({ day }) => !store.hasDay(day));
      const written = [enqueue(parts.filter(({ day }) => store.hasDay(day)))];
      if (late.length > 0) written.push(enqueueLate(late));
      return settleAll(written);
    },
    async close() {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

/** The answer waits for all, also when one fails: only then is the memory of the request free. */
async function settleAll(written: readonly Promise<RefusedSpan[]>[]): Promise<RefusedSpan[]> {
  const results = await Promise.allSettled(written);
  return results.flatMap((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
