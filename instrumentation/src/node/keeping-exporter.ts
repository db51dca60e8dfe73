import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";
import type { ExportHealth } from "./export-health.ts";
import { exportSpans } from "./export-spans.ts";

interface KeepingExporterOptions {
  exporter: SpanExporter;
  health: ExportHealth;
  /** Most spans kept while nothing can be delivered; the oldest go first. Default: 2,048. */
  maxKept?: number;
  /** Pause between two attempts to deliver what is kept, in ms. Default: 5,000. */
  retryMs?: number;
}

/** See {@link createKeepingExporter}. */
export interface KeepingExporter extends SpanExporter {
  /** Tries once to deliver what is kept. */
  forceFlush: () => Promise<void>;
  /** Resolves when no request is under way. The batch processor's own flush does not wait for the batch before. */
  whenIdle: () => Promise<void>;
}

type ExportResult = Parameters<Parameters<SpanExporter["export"]>[1]>[0];

// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum exists once per copy of OpenTelemetry's core
const TAKEN: ExportResult = { code: 0 };

/**
 * An exporter that outlives an outage of the receiver: what could not be delivered is kept, within a limit, and sent when
 * it works again. What the receiver refuses is not tried again. Always reports success, so that the batch processor in
 * front of it goes on quietly.
 */
export function createKeepingExporter(options: KeepingExporterOptions): KeepingExporter {
  const { exporter, health, maxKept = 2_048, retryMs = 5_000 } = options;
  const kept: ReadableSpan[][] = [];
  const underWay = new Set<Promise<void>>();
  let retrying: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  /** @returns whether there is nothing left to do for these spans */
  async function send(spans: ReadableSpan[]): Promise<boolean> {
    const { isDelivered, isRefused, error } = await exportSpans(exporter, spans);
    if (isDelivered) health.reportSuccess();
    else health.reportFailure(error, isRefused ? spans.length : 0);
    return isDelivered || isRefused;
  }

  function keep(spans: ReadableSpan[]): void {
    kept.push(spans);
    while (kept.length > 1 && countSpans(kept) > maxKept) {
      health.reportFailure(undefined, kept.shift()?.length ?? 0);
    }
    timer ??= setInterval(() => void retry(), retryMs).unref();
  }

  function retry(): Promise<void> {
    retrying ??= sendKept().finally(() => {
      retrying = undefined;
    });
    return retrying;
  }

  async function sendKept(): Promise<void> {
    for (let batch = kept[0]; batch !== undefined; batch = kept[0]) {
      if (!(await send(batch))) return;
      // It may have been the oldest and dropped meanwhile.
      if (kept[0] === batch) kept.shift();
    }
    clearInterval(timer);
    timer = undefined;
  }

  async function take(spans: ReadableSpan[], done: (result: ExportResult) => void): Promise<void> {
    // Behind the kept ones: a receiver that is down is asked by the timer only.
    if (kept.length > 0 || !(await send(spans))) keep(spans);
    done(TAKEN);
  }

  return {
    export(spans, done) {
      const taking: Promise<void> = take(spans, done).finally(() => underWay.delete(taking));
      underWay.add(taking);
    },
    forceFlush: retry,
    async whenIdle() {
      await Promise.all(underWay);
    },
    async shutdown() {
      clearInterval(timer);
      await exporter.shutdown();
    },
  };
}

function countSpans(batches: ReadableSpan[][]): number {
  return batches.reduce((count, batch) => count + batch.length, 0);
}
