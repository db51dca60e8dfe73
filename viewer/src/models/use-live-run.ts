import { useSignal } from "@preact/signals";
import type { RunSummary } from "@runline/contract";
import { useEffect } from "preact/hooks";
import type { RunName } from "./compare-path.ts";
import { OPEN_RUN_POLL_MS, useRunSummary } from "./run-queries.ts";
import { useSpans, type SpansState } from "./span-queries.ts";
import type { QueryOptions, QueryState } from "./use-query.ts";

/** A run and its spans at this moment. */
export interface LiveRun {
  summary: QueryState<RunSummary>;
  spans: SpansState;
  /** How often whatever else is shown of the run is asked for. */
  polling: QueryOptions;
}

/** A run with its spans, asked for again and again while something of it goes on. */
export function useLiveRun({ agentId, runId }: RunName): LiveRun {
  const isOpen = useSignal(true);
  const polling = isOpen.value ? { pollMs: OPEN_RUN_POLL_MS } : {};
  const summary = useRunSummary(agentId, runId, polling);
  const spans = useSpans({ agentId, runId }, polling);
  const status = summary.data?.status;
  // A step may outlive its run, such as an embedding that is written after the answer.
  const hasOpenSpan = spans.spans?.some(({ state }) => state === "open") ?? false;
  useEffect(() => {
    isOpen.value = status === undefined || status === "started" || hasOpenSpan;
  }, [status, hasOpenSpan]);
  return { summary, spans, polling };
}
