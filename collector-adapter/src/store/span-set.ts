import type { StoredFacts } from "../records/span-record.ts";

/** What takes memory beside the characters: the set and where its fold is, the facts of a span and their place, each text among them. */
const SET_BYTES = 500;
const SPAN_BYTES = 700;
const TEXT_BYTES = 24;

/** What is known of a span: its facts in the version that they are of. */
export interface KnownSpan {
  version: string;
  facts: StoredFacts;
}

/** The spans of one fold, each once and in its latest version, and about how much memory they take. */
export interface SpanSet {
  readonly spans: Map<string, KnownSpan>;
  bytes: number;
  /** Spans beyond the most that are folded. */
  omitted: number;
}

/** Names a span among those of all traces. */
export function toSpanKey({ traceId, spanId }: Pick<StoredFacts, "traceId" | "spanId">): string {
  return `${traceId}/${spanId}`;
}

export function createSpanSet(spans: Iterable<KnownSpan> = []): SpanSet {
  const set: SpanSet = { spans: new Map(), bytes: SET_BYTES, omitted: 0 };
  for (const span of spans) addSpan(set, span);
  return set;
}

/** Adds a span unless a later version of it is there. */
export function addSpan(set: SpanSet, span: KnownSpan): void {
  const key = toSpanKey(span.facts);
  const before = set.spans.get(key);
  if (before !== undefined) {
    if (before.version >= span.version) return;
    set.bytes -= measure(before);
  }
  set.spans.set(key, span);
  set.bytes += measure(span);
}

function measure({ facts }: KnownSpan): number {
  let bytes = SPAN_BYTES;
  for (const value of Object.values(facts)) if (typeof value === "string") bytes += TEXT_BYTES + value.length;
  return bytes;
}

/** The spans of which a parent is named that is not among them. */
export function findOrphans({ spans }: SpanSet): StoredFacts[] {
  const orphans: StoredFacts[] = [];
  for (const { facts } of spans.values()) {
    const { traceId, parentSpanId } = facts;
    if (parentSpanId !== undefined && !spans.has(toSpanKey({ traceId, spanId: parentSpanId }))) orphans.push(facts);
  }
  return orphans;
}
