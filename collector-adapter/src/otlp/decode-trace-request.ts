import { decodeJson } from "./decode-json.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";
import { findOtherSignal } from "./find-other-signal.ts";
import type { OtlpSpan } from "./otlp-span.ts";
import { SpanCollector } from "./span-collector.ts";

/** Form of a body on the wire: `application/x-protobuf` or `application/json`. */
export type OtlpEncoding = "protobuf" | "json";

/** What a request held. */
export interface DecodedRequest {
  /** Valid spans in the order of the body. A span may come more than once: delivery is at least once. */
  spans: OtlpSpan[];
  /** Number of spans that are invalid and not in `spans`. */
  rejected: number;
  /** Why, at most five different reasons, for `partialSuccess.errorMessage`. */
  rejectedReasons: string[];
  /** Number of spans in `spans` that were above a limit of this server and say so in their attributes. */
  truncated: number;
  /** What else the request held that is not read: messages for `partialSuccess.errorMessage` and the log. */
  unread: string[];
}

/**
 * Decodes an OTLP ExportTraceServiceRequest. The same spans give the same result in both encodings. An invalid span is
 * counted as rejected and the others are kept; a span beyond the limits of `span-limits.ts` is cut to them.
 *
 * @throws {OtlpDecodeError} when the body as a whole is no such request. It throws nothing else, whatever the body is.
 *
 * @example const { spans, rejected } = decodeTraceRequest(body, "protobuf");
 */
export function decodeTraceRequest(body: Uint8Array, encoding: OtlpEncoding): DecodedRequest {
  const collector = encoding === "json" ? collectJson(body) : collectProtobuf(body);
  const { spans, rejected, truncated } = collector;
  const unread = collector.unread.toMessages(spans.length + rejected > 0);
  return { spans, rejected, rejectedReasons: collector.reasons, truncated, unread };
}

function collectJson(body: Uint8Array): SpanCollector {
  const collector = new SpanCollector();
  decodeJson(body, collector);
  return collector;
}

/** Log records and metrics read as invalid spans, or as bytes that cannot be decoded: they get their name instead. */
function collectProtobuf(body: Uint8Array): SpanCollector {
  const collector = new SpanCollector();
  let fault: unknown;
  try {
    decodeProtobuf(body, collector);
  } catch (error) {
    fault = error;
  }
  const signal = collector.spans.length === 0 ? findOtherSignal(body) : undefined;
  if (signal === undefined) {
    if (fault !== undefined) throw fault;
    return collector;
  }
  const named = new SpanCollector();
  named.unread.addSignal(signal);
  return named;
}
