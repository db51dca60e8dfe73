import { waitUntil } from "./wait.ts";

/** One copy of a span that a backend holds. */
export interface SpanCopy {
  traceId: string;
  spanId: string;
  /** `true` for a snapshot of a span that has not ended. */
  inProgress: boolean;
}

/** Something that can be asked which spans of a trace it holds. */
export interface SpanStore {
  /** How the report calls it. */
  name: string;
  /** Every copy of every span of the trace; none when the trace is unknown. */
  spansOf: (traceId: string) => Promise<SpanCopy[]>;
}

/** The ids of one span that the agent has ended. */
export interface EndedSpan {
  traceId: string;
  spanId: string;
}

/** What a store holds of the spans that the agent ended. */
export interface DeliveryReport {
  expected: number;
  arrived: number;
  /** Copies beyond the first. */
  repeated: number;
  /** Copies of snapshots. */
  inProgress: number;
  /** Copies of spans that the agent did not end. */
  unknown: number;
}

/** Compares the store with the ended spans, trace by trace. */
export async function compareDelivery(store: SpanStore, ended: readonly EndedSpan[]): Promise<DeliveryReport> {
  const delivery: DeliveryReport = { expected: ended.length, arrived: 0, repeated: 0, inProgress: 0, unknown: 0 };
  for (const [traceId, expectedIds] of groupByTrace(ended)) {
    const seen = new Set<string>();
    for (const copy of await store.spansOf(traceId)) {
      if (copy.inProgress) delivery.inProgress += 1;
      else if (copy.traceId !== traceId || !expectedIds.has(copy.spanId)) delivery.unknown += 1;
      else if (seen.has(copy.spanId)) delivery.repeated += 1;
      else seen.add(copy.spanId);
    }
    delivery.arrived += seen.size;
  }
  return delivery;
}

/**
 * Waits until the store holds every ended span and none of them as a snapshot, and returns what it holds then, or what
 * it holds when the time is over. Asks again only for the first trace that is not there yet, not for all of them.
 */
export async function waitForDelivery(
  store: SpanStore,
  ended: readonly EndedSpan[],
  timeoutMs: number,
): Promise<DeliveryReport> {
  const missing = [...groupByTrace(ended)];
  await waitUntil(timeoutMs, async () => {
    for (let next = missing[0]; next !== undefined; next = missing[0]) {
      const [traceId, expectedIds] = next;
      const copies = await store.spansOf(traceId);
      const finished = new Set(copies.filter((copy) => !copy.inProgress).map((copy) => copy.spanId));
      if (![...expectedIds].every((id) => finished.has(id))) return false;
      if (copies.some((copy) => copy.inProgress)) return false;
      missing.shift();
    }
    return true;
  });
  return compareDelivery(store, ended);
}

/** `true` when every span is there once and nothing else is. */
export function isExact(delivery: DeliveryReport): boolean {
  const { expected, arrived, repeated, inProgress, unknown } = delivery;
  return expected > 0 && arrived === expected && repeated === 0 && inProgress === 0 && unknown === 0;
}

/** For the report: `60 of 60 spans, 0 repeated, 0 in progress, 0 unknown`. */
export function describeDelivery(delivery: DeliveryReport): string {
  const { arrived, expected, repeated, inProgress, unknown } = delivery;
  return `${arrived} of ${expected} spans, ${repeated} repeated, ${inProgress} in progress, ${unknown} unknown`;
}

function groupByTrace(spans: readonly EndedSpan[]): Map<string, Set<string>> {
  const traces = new Map<string, Set<string>>();
  for (const { traceId, spanId } of spans) {
    const ids = traces.get(traceId) ?? new Set();
    traces.set(traceId, ids.add(spanId));
  }
  return traces;
}
