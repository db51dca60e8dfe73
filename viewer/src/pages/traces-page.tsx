import type { TraceSummary } from "@runline/contract";
import { useLocation, useRoute } from "preact-iso";
import { useEffect, useMemo } from "preact/hooks";
import { formatCount } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import type { ShownStatus } from "../format/format-status.ts";
import { useApp } from "../models/app-context.ts";
import { createRunsPageModel } from "../models/create-runs-page-model.ts";
import { PAGE_SIZE } from "../models/list-filter.ts";
import { TRACES_POLL_MS, useListAgents, useListTraces } from "../models/run-queries.ts";
import { RunListSkeleton } from "../run-list/run-list-skeleton.tsx";
import { RunPaging } from "../run-list/run-paging.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { StatusBadge } from "../ui/status-badge.tsx";
import "./traces-page.css";

/** The traces that are not a run: what they are called tells why. */
export function TracesPage() {
  const { query } = useRoute();
  const { route } = useLocation();
  const cursor = query["cursor"];
  const params = { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) };
  const { data, error, isLoading, isPrevious, refetch } = useListTraces(params, { pollMs: TRACES_POLL_MS });
  const paging = useMemo(createRunsPageModel, []);
  useEffect(() => paging.visit(cursor), [cursor]);
  useEffect(() => {
    document.title = "Traces without a run · Runline";
  }, []);
  const showPage = (next: string) => route(next === "" ? "/traces" : `/traces?cursor=${encodeURIComponent(next)}`);
  const previousCursor = paging.previousCursor.value;
  const nextCursor = isPrevious ? undefined : data?.nextCursor;
  return (
    <div class="page traces-page">
      <h1>Traces without a run</h1>
      <p class="muted">
        Spans that belong to no run: requests that no agent has a part in, and calls that an agent makes on its own, as
        at its start.
      </p>
      {error && !data && <ErrorPanel title="The traces could not be loaded" error={error} onRetry={refetch} />}
      {isLoading && <RunListSkeleton />}
      {data?.total === 0 && <NoTraces />}
      {data && data.traces.length > 0 && (
        <>
          <TraceList traces={data.traces} />
          <RunPaging
            total={data.total}
            noun="trace"
            pageNumber={paging.pageNumber.value}
            onFirst={cursor === undefined ? undefined : () => showPage("")}
            onPrevious={previousCursor === undefined ? undefined : () => showPage(previousCursor)}
            onNext={nextCursor === undefined ? undefined : () => showPage(nextCursor)}
          />
        </>
      )}
    </div>
  );
}

const SHOWN_STATUS: Record<TraceSummary["status"], ShownStatus> = { open: "started", ok: "completed", error: "error" };

function TraceList({ traces }: { traces: readonly TraceSummary[] }) {
  return (
    <table class="trace-list">
      <caption class="visually-hidden">Traces without a run, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">When</th>
          <th scope="col">Root</th>
          <th scope="col">Service</th>
          <th scope="col" class="count">
            Spans
          </th>
          <th scope="col" class="count">
            Duration
          </th>
        </tr>
      </thead>
      <tbody>
        {traces.map((trace) => (
          <tr key={trace.traceId}>
            <td>
              <StatusBadge status={SHOWN_STATUS[trace.status]} />
            </td>
            <td>
              <RelativeTime at={trace.startedAt} />
            </td>
            <td class="cell-root">
              <a href={`/trace/${trace.traceId}`} class="row-link" title={trace.name}>
                {trace.name || "A span without a name"}
              </a>
            </td>
            <td class="cell-service" title={trace.serviceName}>
              {trace.serviceName}
            </td>
            <td class="count" data-noun={trace.spans === 1 ? "span" : "spans"}>
              {formatCount(trace.spans)}
            </td>
            <td class="count">{trace.durationMs === undefined ? "–" : formatDuration(trace.durationMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NoTraces() {
  const { basePath } = useApp();
  const agents = useListAgents().data?.agents;
  const address = <code>{`${window.location.origin}${basePath}/v1/traces`}</code>;
  if (!agents) return null;
  if (agents.length === 0) {
    return (
      <div class="panel">
        <h2>Nothing was received yet</h2>
        <p>Spans are taken at {address}.</p>
        <a href="/">See how to send the first run</a>
      </div>
    );
  }
  return (
    <div class="panel">
      <h2>Every trace has its run</h2>
      <p>
        Nothing was received outside of a run. Should an agent of yours be missing, see that it sends its spans to{" "}
        {address}: they would be listed here, if not as a run.
      </p>
      <a href="/">Go to the runs</a>
    </div>
  );
}
