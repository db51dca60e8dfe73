import { useLocation, useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";
import { RunsApiError } from "@runline/contract/client";
import { formatPlural } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { TRACES_POLL_MS, useFind } from "../models/run-queries.ts";
import { toPageView } from "../models/page-view.ts";
import { toRunPath } from "../models/run-path.ts";
import { useSpans } from "../models/span-queries.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { SpansNote } from "../waterfall/spans-note.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { usePageAddress } from "./use-page-address.ts";
import { useWaterfallPage } from "./use-waterfall-page.ts";
import { WaterfallBody, WaterfallView } from "./waterfall-body.tsx";
import "./run-page.css";

/**
 * One trace, whether or not an agent has a part in it: its waterfall, and the drawer of a span, as the address says. That of one run alone
 * is shown as the run, unless the address asks for the whole trace.
 */
export function TracePage() {
  const { params, query } = useRoute();
  const { route } = useLocation();
  const { traceId = "" } = params;
  const { data, error } = useFind(traceId);
  const { whole: isWhole = false } = toPageView(query);
  const { agentId, runId } = data?.found.find(({ kind }) => kind === "trace") ?? {};
  const run = isWhole || agentId === undefined || runId === undefined ? undefined : toRunPath({ agentId, runId });
  useEffect(() => {
    if (run !== undefined) route(run + window.location.search, true);
  }, [run]);
  if ((!data && !error) || run !== undefined) return <output class="page muted">Looking for the trace …</output>;
  return <Trace key={traceId} traceId={traceId} />;
}

function Trace({ traceId }: { traceId: string }) {
  const state = useSpans({ traceId }, { pollMs: TRACES_POLL_MS });
  const { spans, error, refetch } = state;
  const page = useWaterfallPage({
    owner: { traceId },
    state,
    page: usePageAddress(),
    onFocus: (target) => target.current?.focus(),
  });
  const root = spans?.find(({ parentSpanId }) => parentSpanId === undefined) ?? spans?.[0];
  const name = root?.label || root?.name || "Trace";
  useEffect(() => {
    document.title = `${name} · Runline`;
  }, [name]);

  if (error instanceof RunsApiError && (error.status === 404 || error.status === 400))
    return <NotFoundPage message={error.message} />;
  if (error && !spans) {
    return (
      <div class="page">
        <ErrorPanel title="The trace could not be loaded" error={error} onRetry={refetch} />
      </div>
    );
  }
  if (!spans) {
    return (
      <div class="page" aria-label="Loading the trace" aria-busy="true">
        <SpansNote state={state} />
      </div>
    );
  }
  return (
    <div class="run-page">
      <header class="trace-header">
        <a href="/traces" class="back-link">
          ‹ Traces
        </a>
        <h1>{name}</h1>
        <code class="muted">{traceId}</code>
        {root && (
          <p class="muted">
            {root.serviceName} · <RelativeTime at={root.startedAt} />
            {root.durationMs !== undefined && ` · ${formatDuration(root.durationMs)}`}
            {!state.progress && ` · ${formatPlural(spans.length, "span")}`}
          </p>
        )}
      </header>
      <WaterfallBody page={page} origin={root?.startedAt ?? 0}>
        <WaterfallView page={page} />
      </WaterfallBody>
    </div>
  );
}
