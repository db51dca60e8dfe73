import { fromModelLogType, type SpanDetail } from "@runline/contract";
import type { StoredFacts, StoredSpan } from "../records/span-record.ts";
import { readContentText } from "../spans/content/to-content.ts";
import type { OpenSpanRow, SpanRow } from "../sql/list-spans-of-id.ts";

const NOTHING_SENT: StoredSpan = { attributes: {}, events: [], links: [] };

/** What was sent of a span that has ended. */
export function toEndedDetail(row: SpanRow): SpanDetail {
  return { ...toDetail(row.facts, row.body.span ?? NOTHING_SENT), ...getContent(row) };
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

function getContent({ type, body }: SpanRow): Pick<SpanDetail, "input" | "output"> {
  const [inputText, outputText] =
    type === "action"
      ? [body["options"], body["result"]]
      : fromModelLogType(type) === undefined
        ? [body["input"], body["output"]]
        : [body["prompt"], body["response"]];
  const form = type === "action" || type === "embedding_event" ? "value" : "messages";
  const input = readContentText(inputText, form, "user");
  const output = readContentText(outputText, form, "assistant");
  return { ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
}
