import { setImmediate as nextTurn } from "node:timers/promises";
import { TraceFlags } from "@opentelemetry/api";
import type { ReadableSpan, SpanExporter, SpanProcessor } from "../opentelemetry-sdk.ts";
import type { ExportHealth } from "./export-health.ts";
import { exportSpans } from "./export-spans.ts";
import { createSpanQueue } from "./span-queue.ts";

const MAX_KEPT_BYTES = 64 * 1_024 * 1_024;

interface FinishedSpanProcessorOptions {
  exporter: SpanExporter;
  health: ExportHealth;
  /** How long finished spans are collected before they are sent, in ms. Default: 200; a viewer is watching. */
  delayMs?: number | undefined;
  /** Pause between two attempts while nothing can be delivered, in ms. Default: 5,000. */
  retryMs?: number | undefined;
  /** Most spans in one request. Default: 512. */
  maxBatchSize?: number | undefined;
  /** Most spans that wait, besides those of the request under way; the oldest go first. Default: as many as `maxKeptBytes` allows. */
  maxKept?: number | undefined;
  /** Most memory that they take, estimated. Default: 64 MiB, some 60,000 spans without content. */
  maxKeptBytes?: number | undefined;
}

/**
 * Delivers finished spans, one request at a time, and outlives an outage of the receiver: what could not be delivered waits
 * with what ends meanwhile, in one queue with one limit, and what is lost is counted. Not OpenTelemetry's batch processor,
 * which drops what exceeds its queue without a word and fails what is under way in an outage.
 */
export function createFinishedSpanProcessor(options: FinishedSpanProcessorOptions): SpanProcessor {
  const { exporter, health, delayMs = 200, retryMs = 5_000, maxBatchSize = 512 } = options;
  const { maxKept: maxSpans = Infinity, maxKeptBytes: maxBytes = MAX_KEPT_BYTES } = options;
  const kept = createSpanQueue({ maxSpans, maxBytes }, (dropped) => health.reportOverflow(dropped));
  let pauseMs = delayMs;
  let isOpen = true;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;

  function sendSoon(): void {
    if (isOpen && kept.size > 0) timer ??= setTimeout(() => void flush(), pauseMs).unref();
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (kept.size > 0) sending ??= sendKept();
    return sending ?? Promise.resolve();
  }

  async function sendKept(): Promise<void> {
    let isGoing = true;
    while (isGoing && kept.size > 0) isGoing = await sendBatch(kept.take(maxBatchSize));
    pauseMs = isGoing ? delayMs : retryMs;
    sending = undefined;
    sendSoon();
  }

  /** @returns whether the next batch has a chance */
  async function sendBatch(batch: ReadableSpan[]): Promise<boolean> {
    const { isDelivered, isRefused, error } = await exportSpans(exporter, batch);
    if (isDelivered) health.reportSuccess();
    else if (isRefused) health.reportRefusal(error, batch.length);
    else {
      health.reportFailure(error);
      kept.putBack(batch);
    }
    return isDelivered || isRefused;
  }

  return {
    onStart() {},
    onEnd(span) {
      if (!isOpen || (span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
      kept.add(span);
      if (sending === undefined) sendSoon();
    },
    async forceFlush() {
      await flush();
      await nextTurn(); // the host may exit now: Node prints a warning one turn after it was given
    },
    async shutdown() {
      isOpen = false;
      await flush();
      await exporter.shutdown();
    },
  };
}
