import { decodeTraceRequest } from "../../otlp/decode-request.ts";
import { OtlpDecodeError } from "../../otlp/otlp-decode-error.ts";
import type { OtlpLogRecord } from "../../otlp/otlp-log-record.ts";
import type { AttributeValue, OtlpSpan } from "../../otlp/otlp-span.ts";
import type { Convention } from "./convention.ts";

/** What the processor writes at each heartbeat and at the end, under its older and its newer name. */
const STATES: readonly { attribute: string; words: readonly AttributeValue[] }[] = [
  { attribute: "partial.event", words: ["heartbeat", "stop"] },
  { attribute: "span.state", words: ["heartbeat", "ended"] },
];
/** In which form the body is; in the oldest versions, which do not say so, protobuf in base64. */
const BODY_TYPES = ["partial.body.type", "log.body.type"];

/**
 * OpenTelemetry's partial span processor (`opentelemetry-processor-partial-span`, `PartialActivityProcessor`): a span that goes on is
 * in the body of a log record, whole, again with every heartbeat, and once more when it has ended.
 */
export const partialSpan: Convention = {
  name: "partial_span",
  kindOf: () => undefined,
  facts: [],
  content: [],
  spansOf(record, refuse) {
    const { attributes } = record;
    const isPartial = STATES.some(({ attribute, words }) => words.includes(attributes[attribute] ?? null));
    return isPartial ? readBody(record, refuse) : undefined;
  },
};

function readBody({ body, attributes }: OtlpLogRecord, refuse: (reason: string) => void): readonly OtlpSpan[] {
  const type = BODY_TYPES.map((attribute) => attributes[attribute]).find((value) => value !== undefined) ?? "proto";
  const isJson = typeof type === "string" && type.startsWith("json");
  try {
    const bytes = Buffer.from(typeof body === "string" ? body : "", isJson ? "utf8" : "base64");
    const { spans, rejectedReasons, unread } = decodeTraceRequest(bytes, isJson ? "json" : "protobuf");
    // Spans that were cut say so themselves.
    for (const reason of [...rejectedReasons, ...unread]) refuse(reason);
    if (spans.length + rejectedReasons.length + unread.length === 0) refuse("its body holds no span");
    return spans;
  } catch (error) {
    if (!(error instanceof OtlpDecodeError)) throw error;
    refuse(error.message);
    return [];
  }
}
