import type { SpanRecord } from "../records/span-record.ts";

/** A part has at most this many spans: a batch takes whole parts. */
const MAX_SPANS = 1000;

/** Spans of one request that follow each other and are of one day: what is written, or waits, together. */
export interface Part {
  /** Days since the epoch, in UTC. */
  day: number;
  spans: number;
  /** What the spans take in memory. */
  bytes: number;
  /** What they take while they wait, which may be less. */
  waitingBytes: number;
  /** The spans as they are stored. May take as long as decoding them did. */
  read(): SpanRecord[];
}

/** Gathers what belongs into a part, one span after the other, and hands it on when the part is full or the next day comes. */
export class PartCollector<Item> {
  readonly #maxBytes: number;
  readonly #onPart: (day: number, items: Item[]) => void;
  #day = Number.NaN;
  #items: Item[] = [];
  #bytes = 0;

  constructor(maxBytes: number, onPart: (day: number, items: Item[]) => void) {
    this.#maxBytes = maxBytes;
    this.#onPart = onPart;
  }

  add(day: number, item: Item, bytes: number): void {
    if (day !== this.#day || this.#items.length === MAX_SPANS || this.#bytes + bytes > this.#maxBytes) this.flush();
    this.#day = day;
    this.#items.push(item);
    this.#bytes += bytes;
  }

  /** Hands on what is left. */
  flush(): void {
    if (this.#items.length > 0) this.#onPart(this.#day, this.#items);
    this.#items = [];
    this.#bytes = 0;
  }
}
