import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";
import type { ExportHealth } from "./export-health.ts";
import { runUnobserved } from "./run-unobserved.ts";

type ExportResult = Parameters<Parameters<SpanExporter["export"]>[1]>[0];

interface KeepingExporterOptions {
  exporter: SpanExporter;
  health: ExportHealth;
  /** Most spans kept while nothing can be delivered; the oldest go first. Default: 2,048. */
  maxKept?: number;
  /** Pause between two attempts to deliver what is kept. Default: 5,000. */
  retryMs?: number;
}

/**
 * An exporter that outlives an outage of the receiver: what could not be delivered is kept, within a limit, and sent when
 * it works again. What the receiver refuses (a 4xx answer) is not tried again. Always reports success, so that the batch
 * processor in front of it goes on.
 */
export function createKeepingExporter(options: KeepingExporterOptions): SpanExporter & { forceFlush(): Promise<void> } {
  const { exporter, health, maxKept = 2_048, retryMs = 5_000 } = options;
  const kept: ReadableSpan[][] = [];
  let keptCount = 0;
  let isRetrying = false;
  let timer: NodeJS.Timeout | undefined;

  function send(spans: ReadableSpan[]): Promise<boolean> {
    return new Promise((resolve) => {
      exporter.export(spans, (result) => {
        const isDelivered = result.code === 0;
        const isDone = isDelivered || isRefusal(result);
        if (isDelivered) health.reportSuccess();
        else health.reportFailure(result.error, isDone ? spans.length : 0);
        resolve(isDone);
      });
    });
  }

  function keep(spans: ReadableSpan[]): void {
    kept.push(spans);
    keptCount += spans.length;
    while (keptCount > maxKept && kept.length > 1) {
      const dropped = kept.shift()?.length ?? 0;
      keptCount -= dropped;
      health.reportFailure(undefined, dropped);
    }
    timer ??= setInterval(() => void retry(), retryMs).unref();
  }

  async function retry(): Promise<void> {
    if (isRetrying) return;
    isRetrying = true;
    for (let batch = kept[0]; batch !== undefined; batch = kept[0]) {
      const sent = batch;
      if (!(await runUnobserved(() => send(sent)))) break;
      // The batch may have been dropped meanwhile.
      if (kept[0] === sent) kept.shift();
      keptCount = kept.reduce((sum, spans) => sum + spans.length, 0);
    }
    isRetrying = false;
    if (kept.length > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    export(spans, done) {
      if (kept.length > 0) {
        keep(spans);
        done({ code: 0 });
        return;
      }
      void send(spans).then((isDone) => {
        if (!isDone) keep(spans);
        done({ code: 0 });
      });
    },
    async forceFlush() {
      await retry();
      await exporter.forceFlush?.();
    },
    async shutdown() {
      await retry();
      clearInterval(timer);
      await exporter.shutdown();
    },
  };
}

function isRefusal(result: ExportResult): boolean {
  return result.error !== undefined && "code" in result.error && typeof result.error.code === "number";
}
