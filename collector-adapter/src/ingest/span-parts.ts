import type { SpanRecord } from "../records/span-record.ts";

/** A part has at most this many spans: a batch takes whole parts. */
const MAX_SPANS = 1000;

/**
 * How many batches are written at a time: while the database works on one, the next is made. A trace is always on the same lane, so
 * that no two of its batches wait for each other.
 */
export const LANES = 2;

/** Where spans go: their day, counted from the epoch in UTC, and their lane. */
export interface PartPlace {
  day: number;
  lane: number;
}

/** Spans of one request that are of one day and lane: what is written, or waits, together. */
export interface Part extends PartPlace {
  spans: number;
  /** What the spans take in memory. */
  bytes: number;
  /** What they take while they wait, which may be less. */
  waitingBytes: number;
  /** The spans as they are stored. May take as long as decoding them did. */
  read(): SpanRecord[];
}

/** The lane of a trace, by the digit of its id that is random in every kind of id. */
export function toLane(traceId: string): number {
  return Number.parseInt(traceId.slice(-1), 16) % LANES;
}

interface Group<Item> extends PartPlace {
  items: Item[];
  bytes: number;
}

/** Gathers what belongs into a part, one span after the other, and hands it on when the part is full or the next day comes. */
export class PartCollector<Item> {
  readonly #maxBytes: number;
  readonly #onPart: (place: PartPlace, items: Item[], bytes: number) => void;
  readonly #groups = Array.from({ length: LANES }, (_, lane): Group<Item> => ({
    day: Number.NaN,
    lane,
    items: [],
    bytes: 0,
  }));

  constructor(maxBytes: number, onPart: (place: PartPlace, items: Item[], bytes: number) => void) {
    this.#maxBytes = maxBytes;
    this.#onPart = onPart;
  }

  add({ day, lane }: PartPlace, item: Item, bytes: number): void {
    const group = this.#groups[lane];
    if (group === undefined) throw new RangeError(`There are lanes 0 to ${LANES - 1}, and none ${lane}.`);
    if (day !== group.day || group.items.length === MAX_SPANS || group.bytes + bytes > this.#maxBytes)
      this.#hand(group);
    group.day = day;
    group.items.push(item);
    group.bytes += bytes;
  }

  /** Hands on what is left. */
  flush(): void {
    for (const group of this.#groups) this.#hand(group);
  }

  #hand(group: Group<Item>): void {
    const { day, lane, items, bytes } = group;
    if (items.length > 0) this.#onPart({ day, lane }, items, bytes);
    group.items = [];
    group.bytes = 0;
  }
}
