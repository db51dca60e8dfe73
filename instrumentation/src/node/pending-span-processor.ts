import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_SPAN_PENDING,
  HEARTBEAT_MS,
} from "@runline/contract";
import type { ReadableSpan, Span, SpanExporter, SpanProcessor } from "../opentelemetry-sdk.ts";
import { reportProblem } from "../safely.ts";
import { exportSpans } from "./export-spans.ts";

/** Captured content comes with the end: up to 16 KB each would be sent again at every heartbeat. */
const CONTENT = new Set<string>([
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
]);

/** Ended spans are held no longer than until so many have ended: each may have 100 KB of content. */
const LET_GO_AT_ONCE = 256;

interface PendingSpanProcessorOptions {
  /** An exporter of its own, so that snapshots never stand in the way of finished spans. `undefined`: no snapshots. */
  exporter: SpanExporter | undefined;
  /** How long starts are collected before they are sent, in ms. Default: 150. */
  delayMs?: number;
  /** How often every open span is sent again, in ms. Default: `HEARTBEAT_MS`; Runline calls a span lost after three of these. */
  heartbeatMs?: number;
  /** Most spans in one request. Default: 512. */
  maxBatchSize?: number;
  /** Most open spans remembered; the oldest are forgotten first. Default: 4,096. */
  maxOpen?: number;
}

/** Shows work in progress: sends a snapshot of every span that is still open shortly after its start. */
export interface PendingSpanProcessor extends SpanProcessor {
  /** Spans that have started and not ended, in the order of their start. */
  listOpen(): Span[];
}

/**
 * Sends snapshots in batches, one request at a time: while one is under way the starts collect, and those that end
 * meanwhile are never sent. A lost snapshot is made good by the next heartbeat. Almost every span ends before anybody asks for it, so
 * that an end is only counted here: what has ended leaves the lists when they are read, or when there are too many of it.
 */
export function createPendingSpanProcessor(options: PendingSpanProcessorOptions): PendingSpanProcessor {
  const { exporter, delayMs = 150, heartbeatMs = HEARTBEAT_MS, maxBatchSize = 512, maxOpen = 4_096 } = options;
  let started: Span[] = [];
  let ended = 0;
  let unsent: Span[] = [];
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  const heartbeat = setInterval(() => {
    unsent = listOpen();
    sendSoon();
  }, heartbeatMs).unref();

  function sendSoon(): void {
    if (exporter === undefined || timer !== undefined || sending !== undefined || unsent.length === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      sending = sendBatch(exporter)
        .catch((error: unknown) => reportProblem("sending work in progress failed; the agent is not affected.", error))
        .finally(() => {
          sending = undefined;
          sendSoon();
        });
    }, delayMs).unref();
  }

  async function sendBatch(receiver: SpanExporter): Promise<void> {
    prune();
    const batch = unsent.splice(0, maxBatchSize);
    if (batch.length === 0) return;
    const { isDelivered } = await exportSpans(receiver, batch.map(toPendingSnapshot));
    // The heartbeat tries again; asking a receiver that is down for every batch helps nobody. Nor does reporting it: no
    // finished span is lost.
    if (!isDelivered) unsent = [];
  }

  return {
    onStart(span) {
      started.push(span);
      unsent.push(span);
      if (started.length >= 2 * maxOpen) prune();
      sendSoon();
    },
    onEnd() {
      ended += 1;
      if (ended >= LET_GO_AT_ONCE) prune();
    },
    listOpen,
    async forceFlush() {
      await sending;
    },
    async shutdown() {
      clearInterval(heartbeat);
      clearTimeout(timer);
      await sending;
      await exporter?.shutdown();
    },
  };

  function listOpen(): Span[] {
    prune();
    return [...started];
  }

  function prune(): void {
    ended = 0;
    started = started.filter(isOpen).slice(-maxOpen);
    unsent = unsent.filter(isOpen).slice(-maxOpen);
  }
}

function isOpen({ ended }: Span): boolean {
  return !ended;
}

/** A span as it is now, with the ids it will end with, no end, no content, and the mark that it is only a snapshot. */
function toPendingSnapshot(span: ReadableSpan): ReadableSpan {
  const attributes = Object.entries(span.attributes).filter(([name]) => !CONTENT.has(name));
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext && { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: [0, 0],
    duration: [0, 0],
    ended: false,
    status: span.status,
    attributes: { ...Object.fromEntries(attributes), [ATTR_SPAN_PENDING]: true },
    links: [...span.links],
    events: [...span.events],
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}
