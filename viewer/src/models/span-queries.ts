import type { RunSpan, SpanDetail, SpansCut } from "@runline/contract";
import type { RunsClient, SpansCallOptions } from "@runline/contract/client";
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { useApp } from "./app-context.ts";
import { createSpanSource, type SpanProgress } from "./create-span-source.ts";
import { queryKeys } from "./query-keys.ts";
import { TRACES_POLL_MS } from "./run-queries.ts";
import { useQuery, type QueryOptions, type QueryState } from "./use-query.ts";

/** What has spans: a run or a trace. */
export type SpansOwner = { agentId: string; runId: string } | { traceId: string };

/** The spans of a waterfall at this moment. */
export interface SpansState extends Pick<QueryState<unknown>, "error" | "waiting" | "refetch"> {
  /** `undefined` while there are none; those of a large run grow. */
  spans: readonly RunSpan[] | undefined;
  /** How far the first answer is; `undefined` when it is whole. */
  progress: SpanProgress | undefined;
  cut: SpansCut | undefined;
  /** Whether somebody has stopped the first answer: what had come by then stays. */
  isStopped: boolean;
  stop: () => void;
  /** Begins again what was stopped. */
  resume: () => void;
  find: (spanId: string | undefined) => RunSpan | undefined;
}

/** The spans of a run or a trace, for the waterfall: first all, as they come, then what has changed. */
export function useSpans(owner: SpansOwner, options: QueryOptions = {}): SpansState {
  const { queryClient } = useApp();
  const source = useMemo(() => createSpanSource(), []);
  const isStopped = useSignal(false);
  const queryKey = "runId" in owner ? queryKeys.spans(owner.agentId, owner.runId) : queryKeys.trace(owner.traceId);
  const { error, waiting, refetch } = useQuery({
    ...options,
    enabled: !isStopped.value,
    queryKey,
    async call(runs, signal) {
      await source.refresh((from) => stream(runs, owner, { ...from, signal }));
      return true; // the spans are in the source: a copy of them in the cache would outlive it
    },
    isKept: false,
    waits: true,
  });
  return {
    spans: source.spans.value,
    progress: source.progress.value,
    cut: source.cut.value,
    isStopped: isStopped.value,
    stop() {
      isStopped.value = true;
      void queryClient.cancelQueries({ queryKey });
    },
    resume: () => (isStopped.value = false),
    find: source.find,
    error,
    waiting,
    refetch,
  };
}

/** What was sent of one span; nothing while there is none. Asks again with each event of its run, and when its bar changes. */
export function useSpanDetail(owner: SpansOwner, span: RunSpan | undefined): QueryState<SpanDetail> {
  const { spanId = "", state, endedAt } = span ?? {};
  const version = [spanId, state, endedAt];
  const enabled = span !== undefined;
  return useQuery(
    "runId" in owner
      ? {
          enabled,
          queryKey: queryKeys.span(queryKeys.run(owner.agentId, owner.runId), version),
          call: (runs, signal) => runs.getRunSpan(owner.agentId, owner.runId, spanId, { signal }),
        }
      : {
          enabled,
          queryKey: queryKeys.span(queryKeys.trace(owner.traceId), version),
          call: (runs, signal) => runs.getTraceSpan(owner.traceId, spanId, { signal }),
          pollMs: TRACES_POLL_MS,
        },
  );
}

function stream(runs: RunsClient, owner: SpansOwner, options: SpansCallOptions): Promise<void> {
  return "runId" in owner
    ? runs.streamRunSpans(owner.agentId, owner.runId, options)
    : runs.streamTraceSpans(owner.traceId, options);
}
