import type { SpanDetail } from "@runline/contract";
import type { StoredFacts, StoredSpan } from "../records/span-record.ts";
import type { OpenSpanRow, SpanRow } from "../sql/list-spans-of-id.ts";
import { readRowContent } from "./row-content.ts";

const NOTHING_SENT: StoredSpan = { attributes: {}, events: [], links: [] };

/** What was sent of a span that has ended. */
export function toEndedDetail(row: SpanRow): SpanDetail {
  return { ...toDetail(row.facts, row.body.span ?? NOTHING_SENT), ...readRowContent(row) };
}

/** What was sent of a span when it was last heard of. */
export function toOpenDetail({ facts, body }: OpenSpanRow): SpanDetail {
  return toDetail(facts, body);
}

function toDetail(facts: StoredFacts, { attributes, events, links }: StoredSpan): SpanDetail {
  const { spanId, parentSpanId, traceId, name, error } = facts;
  return {
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    traceId,
    name,
    ...(error !== undefined && { error }),
    attributes,
    events,
    links,
  };
}
