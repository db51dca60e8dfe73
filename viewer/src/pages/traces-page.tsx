import type { TraceSummary } from "@runline/contract";
import { useLocation, useRoute } from "preact-iso";
import { useEffect, useMemo } from "preact/hooks";
import { formatCount } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import type { ShownStatus } from "../format/format-status.ts";
import { createRunsPageModel } from "../models/create-runs-page-model.ts";
import { PAGE_SIZE } from "../models/list-filter.ts";
import { TRACES_POLL_MS, useListTraces } from "../models/run-queries.ts";
import { RunListSkeleton } from "../run-list/run-list-skeleton.tsx";
import { RunPaging } from "../run-list/run-paging.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { StatusBadge } from "../ui/status-badge.tsx";
import "./traces-page.css";

/** The traces in which nothing of an agent was seen: what they are called tells why. */
export function TracesPage() {
  const { query } = useRoute();
  const { route } = useLocation();
  const cursor = query["cursor"];
  const params = { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) };
  const { data, error, isLoading, isPrevious, refetch } = useListTraces(params, { pollMs: TRACES_POLL_MS });
  const paging = useMemo(createRunsPageModel, []);
  useEffect(() => paging.visit(cursor, data?.total), [cursor, data?.total]);
  useEffect(() => {
    document.title = "Traces without an agent · Runline";
  }, []);
  const showPage = (next: string) => route(next === "" ? "/traces" : `/traces?cursor=${encodeURIComponent(next)}`);
  const previousCursor = paging.previousCursor.value;
  const nextCursor = isPrevious ? undefined : data?.nextCursor;
  return (
    <div class="page traces-page">
      <h1>Traces without an agent</h1>
      <p class="muted">Spans outside of any run: none of them is known as an agent, a model call or a tool.</p>
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
      <caption class="visually-hidden">Traces without an agent, newest first</caption>
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
  return (
    <div class="panel">
      <h2>Every trace has its run</h2>
      <p>
        Nothing was received outside of a run. Should an agent of yours be missing, see that it sends its spans to{" "}
        <code>{window.location.origin}/v1/traces</code>: they would be listed here, if not as a run.
      </p>
      <a href="/">Go to the runs</a>
    </div>
  );
}
