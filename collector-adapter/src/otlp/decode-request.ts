import { decodeJson } from "./decode-json.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";
import { findOtherSignal } from "./find-other-signal.ts";
import { ItemCollector } from "./item-collector.ts";
import type { OtlpSpan } from "./otlp-span.ts";
import type { SignalForm, SignalItem } from "./signal-form.ts";
import { SPAN_FORM } from "./span-form.ts";
import { SpanGuard } from "./span-guard.ts";

/** Form of a body on the wire: `application/x-protobuf` or `application/json`. */
export type OtlpEncoding = "protobuf" | "json";

/** What a request held beside its valid spans or log records. */
export interface RequestSummary {
  /** Number of those that are invalid. */
  rejected: number;
  /** Why, at most five different reasons, for `partialSuccess.errorMessage`. */
  rejectedReasons: string[];
  /** Number of valid ones that were above a limit of this server and say so in their attributes. */
  truncated: number;
  /** What else the request held that is not read: messages for `partialSuccess.errorMessage` and the log. */
  unread: string[];
}

/** What a request held. */
export interface DecodedRequest extends RequestSummary {
  /** Valid spans in the order of the body. A span may come more than once: delivery is at least once. */
  spans: OtlpSpan[];
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
  const spans: OtlpSpan[] = [];
  const summary = decodeItems(SPAN_FORM, body, encoding, (span) => spans.push(span));
  return { spans, ...summary };
}

/**
 * Decodes a request of any signal like {@link decodeTraceRequest}, but no item is kept: hands each valid one on as soon as it is read.
 * When it throws, what was handed on does not count.
 */
export function decodeItems<Item extends SignalItem>(
  form: SignalForm<Item>,
  body: Uint8Array,
  encoding: OtlpEncoding,
  onItem: (item: Item) => void,
): RequestSummary {
  const collector = new ItemCollector(form, onItem);
  const guard = new SpanGuard();
  if (encoding === "json") decodeJson(body, form, collector, guard);
  else collectProtobuf(body, form, collector, guard);
  const { taken, rejected, reasons, truncated, unread } = collector;
  return { rejected, rejectedReasons: reasons, truncated, unread: unread.toMessages(taken + rejected > 0) };
}

/** The other signals read as invalid items, or as bytes that cannot be decoded: they get their name instead. */
function collectProtobuf<Item extends SignalItem>(
  body: Uint8Array,
  form: SignalForm<Item>,
  collector: ItemCollector<Item>,
  guard: SpanGuard,
): void {
  let fault: unknown;
  try {
    decodeProtobuf(body, form, collector, guard);
  } catch (error) {
    fault = error;
  }
  const signal = collector.taken === 0 ? findOtherSignal(body, form.signal.name) : undefined;
  if (signal !== undefined) collector.nameSignal(signal);
  else if (fault !== undefined) throw fault;
}
