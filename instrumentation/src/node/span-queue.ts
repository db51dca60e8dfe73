import type { Attributes } from "@opentelemetry/api";
import type { ReadableSpan } from "../opentelemetry-sdk.ts";

/** What a span takes of the heap without its long texts: `bench/outage-memory.bench.ts` measures it. */
const SPAN_BYTES = 1_100;
/** A longer text is content or a stack, and is counted; shorter ones are in the sum above. */
const MAX_SHORT_TEXT_CHARS = 256;
/** JavaScript takes two as soon as one character of a text is beyond Latin-1. */
const BYTES_PER_CHAR = 2;
/**
 * Spans that are weighed together: one by one each costs 1.5 µs of the agent's time, among much else that is done between two ends. Up to
 * 31 spans are therefore held above `maxBytes`.
 */
const WEIGHED_AT_ONCE = 32;
/** Places of taken spans at the front that are not worth moving all others. */
const MAX_EMPTY_PLACES = 1_024;

interface SpanQueueOptions {
  maxSpans: number;
  /** Of memory, estimated. */
  maxBytes: number;
}

/** Finished spans in the order of their ends, within limits of number and memory: beyond, the oldest are dropped. */
export interface SpanQueue {
  readonly size: number;
  add(span: ReadableSpan): void;
  /** The oldest spans, `max` at most. */
  take(max: number): ReadableSpan[];
  /** Puts spans that were taken back to the front. */
  putBack(spans: readonly ReadableSpan[]): void;
}

/** @param onDrop told how many were dropped, whenever some were */
export function createSpanQueue({ maxSpans, maxBytes }: SpanQueueOptions, onDrop: (spans: number) => void): SpanQueue {
  let places: (ReadableSpan | undefined)[] = [];
  /** The place of the oldest span. Not `shift`, which moves all others where they are many: 9 µs of 60,000. */
  let first = 0;
  let bytes = 0;
  /** How many of the last places are not in the sum yet. */
  let unweighed = 0;

  function weigh(): void {
    for (const span of places.slice(places.length - unweighed)) bytes += span === undefined ? 0 : estimateBytes(span);
    unweighed = 0;
  }

  function shift(): ReadableSpan | undefined {
    const span = places[first];
    if (span === undefined) return undefined;
    places[first] = undefined;
    first += 1;
    bytes -= estimateBytes(span);
    if (first > MAX_EMPTY_PLACES && first * 2 > places.length) {
      places = places.slice(first);
      first = 0;
    }
    return span;
  }

  function dropExcess(): void {
    weigh();
    let dropped = 0;
    while (places.length - first > maxSpans || (bytes > maxBytes && places.length - first > 1)) {
      shift();
      dropped += 1;
    }
    if (dropped > 0) onDrop(dropped);
  }

  return {
    get size() {
      return places.length - first;
    },
    add(span) {
      places.push(span);
      unweighed += 1;
      if (unweighed === WEIGHED_AT_ONCE || places.length - first > maxSpans) dropExcess();
    },
    take(max) {
      dropExcess();
      const spans: ReadableSpan[] = [];
      while (spans.length < max) {
        const span = shift();
        if (span === undefined) break;
        spans.push(span);
      }
      return spans;
    },
    putBack(spans) {
      weigh();
      places = [...spans, ...places.slice(first)];
      first = 0;
      for (const span of spans) bytes += estimateBytes(span);
      dropExcess();
    },
  };
}

function estimateBytes({ attributes, events }: ReadableSpan): number {
  return events.reduce(
    (sum, event) => sum + (event.attributes === undefined ? 0 : estimateTextBytes(event.attributes)),
    SPAN_BYTES + estimateTextBytes(attributes),
  );
}

function estimateTextBytes(attributes: Attributes): number {
  let bytes = 0;
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value === "string" && value.length > MAX_SHORT_TEXT_CHARS) bytes += value.length * BYTES_PER_CHAR;
  }
  return bytes;
}
