import { signal, type ReadonlySignal } from "@preact/signals";
import type { RunSpan, SpansCut, SpansLine } from "@runline/contract";
import type { SpansCallOptions } from "@runline/contract/client";

/** How far the first answer is. */
export interface SpanProgress {
  received: number;
  /** About as many as there will be. */
  total: number;
  /** What has come, in bytes. */
  bytes: number;
}

/** The spans of a waterfall, as they come. */
export interface SpanSource {
  /** `undefined` while there are none. */
  spans: ReadonlySignal<readonly RunSpan[] | undefined>;
  /** `undefined` unless the first answer is coming. */
  progress: ReadonlySignal<SpanProgress | undefined>;
  /** What is left out, because there is too much. */
  cut: ReadonlySignal<SpansCut | undefined>;
  find: (spanId: string | undefined) => RunSpan | undefined;
  /** Gets what has changed since the last answer, or everything. */
  refresh(call: (options: Pick<SpansCallOptions, "after" | "onLine" | "onRead">) => Promise<void>): Promise<void>;
}

/**
 * Gathers the lines of answers. While the first one comes, what is there is shown each time that it has doubled, and when all are there:
 * drawing is then at most three times the work of drawing once. The answer may go on after that, with what the server finds out of
 * all spans together. A later answer is shown when it is whole.
 */
export function createSpanSource(): SpanSource {
  const spans = signal<readonly RunSpan[] | undefined>(undefined);
  const progress = signal<SpanProgress | undefined>(undefined);
  const cut = signal<SpansCut | undefined>(undefined);
  const words = new Map<string, string>();
  let known = new Map<string, RunSpan>();
  let cursor: string | undefined;

  /** Ids and names are the same on thousands of spans, and each span comes with texts of its own. */
  const share = (word: string): string => {
    const shared = words.get(word);
    if (shared === undefined) words.set(word, word);
    return shared ?? word;
  };

  function put(into: Map<string, RunSpan>, span: RunSpan): void {
    span.traceId = share(span.traceId);
    span.runId = share(span.runId);
    span.name = share(span.name);
    span.label = share(span.label);
    if (span.serviceName !== undefined) span.serviceName = share(span.serviceName);
    if (span.parentSpanId !== undefined) span.parentSpanId = into.get(span.parentSpanId)?.spanId ?? span.parentSpanId;
    into.set(span.spanId, span);
  }

  return {
    spans,
    progress,
    cut,
    find: (spanId) => (spanId === undefined ? undefined : known.get(spanId)),
    async refresh(call) {
      const isFirst = cursor === undefined;
      let next = known;
      let isChanged = isFirst;
      let total = 0;
      let bytes = 0;
      let end: SpansLine = {};
      const onLine = (line: SpansLine) => {
        if (line.isWhole) next = new Map();
        total = line.total ?? total;
        for (const span of line.spans ?? []) put(next, span);
        for (const spanId of line.gone ?? []) next.delete(spanId);
        isChanged ||= line.spans !== undefined || line.gone !== undefined || line.isWhole === true;
        if (line.cursor !== undefined) end = line;
        if (!isFirst) return;
        progress.value = { received: next.size, total: Math.max(total, next.size), bytes };
        const shown = spans.peek()?.length ?? 0;
        if (next.size > 0 && (next.size >= 2 * shown || (next.size >= total && shown < total))) {
          known = next;
          spans.value = [...next.values()];
          isChanged = false;
        }
      };
      await call({ after: cursor, onLine, onRead: (read) => (bytes += read) });
      known = next;
      cursor = end.cursor;
      cut.value = end.cut;
      progress.value = undefined;
      if (isChanged) spans.value = [...known.values()];
    },
  };
}
