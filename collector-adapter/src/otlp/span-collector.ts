import type { OtlpSpan } from "./otlp-span.ts";
import type { SpanGuard } from "./span-guard.ts";
import { isSpanId, isTraceId, ZERO_SPAN_ID } from "./span-id.ts";
import { MAX_REQUEST_SPANS } from "./span-limits.ts";
import { UnreadContent, type OtherSignal } from "./unread-content.ts";

/** Most reasons an answer lists. */
const MAX_REASONS = 5;
const TOO_MANY = `A request may hold ${MAX_REQUEST_SPANS} spans: send smaller ones.`;

/** Takes the spans of one request as they are read: hands on the valid ones, counts the others and why. */
export class SpanCollector {
  readonly #onSpan: (span: OtlpSpan) => void;
  /** Number of valid spans. */
  taken = 0;
  rejected = 0;
  truncated = 0;
  unread = new UnreadContent();
  readonly #reasons = new Set<string>();

  constructor(onSpan: (span: OtlpSpan) => void) {
    this.#onSpan = onSpan;
  }

  get reasons(): string[] {
    return [...this.#reasons];
  }

  /** Whether one more span may be read; a `false` counts it as rejected. */
  takeSpan(): boolean {
    if (this.taken + this.rejected < MAX_REQUEST_SPANS) return true;
    this.reject(TOO_MANY);
    return false;
  }

  /** Hands on the span that was read under `guard`, or counts it as rejected. */
  add(span: OtlpSpan, guard: SpanGuard): void {
    const reason = guard.reason ?? findFault(span);
    if (reason !== undefined) {
      this.reject(reason);
      return;
    }
    if (span.parentSpanId === "" || span.parentSpanId === ZERO_SPAN_ID) span.parentSpanId = undefined;
    // Clocks are set back while a span is open: a span that ends before it starts is kept, with no duration.
    if (span.endedAt !== undefined && span.endedAt < span.startedAt) span.endedAt = span.startedAt;
    guard.mark(span.attributes);
    if (guard.limited) this.truncated += 1;
    this.taken += 1;
    this.#onSpan(span);
  }

  /** Counts spans under the name that they had before OTLP 1.0. */
  rejectOldSpans(count: number): void {
    if (count === 0) return;
    this.rejected += count;
    this.unread.addOldSpans();
  }

  /** Says that the request is one of another signal: what was read of it does not count. */
  nameSignal(signal: OtherSignal): void {
    this.rejected = 0;
    this.truncated = 0;
    this.unread = new UnreadContent();
    this.#reasons.clear();
    this.unread.addSignal(signal);
  }

  reject(reason: string): void {
    this.rejected += 1;
    if (this.#reasons.size < MAX_REASONS) this.#reasons.add(reason);
  }
}

function findFault(span: OtlpSpan): string | undefined {
  if (!isTraceId(span.traceId)) return "traceId must be 16 bytes that are not all zero.";
  if (!isSpanId(span.spanId)) return "spanId must be 8 bytes that are not all zero.";
  return span.startedAt > 0 ? undefined : "startTimeUnixNano must be above 0.";
}
