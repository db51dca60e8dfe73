import { useSignal } from "@preact/signals";
import { useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";
import { RunsApiError } from "@runline/contract/client";
import { formatPlural } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { OPEN_RUN_POLL_MS, useTraceSpans } from "../models/run-queries.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { OmittedNote } from "../waterfall/omitted-note.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { useWaterfallPage } from "./use-waterfall-page.ts";
import { WaterfallBody, WaterfallView } from "./waterfall-body.tsx";
import "./run-page.css";

/** One trace, whether or not an agent has a part in it: its waterfall, and the drawer of the span that `?span=` names. */
export function TracePage() {
  const { params, query } = useRoute();
  const { traceId = "" } = params;
  return <Trace key={traceId} traceId={traceId} selectedId={query["span"]} />;
}

function Trace({ traceId, selectedId }: { traceId: string; selectedId: string | undefined }) {
  const isOpen = useSignal(false);
  const { data, error, refetch } = useTraceSpans(traceId, isOpen.value ? { pollMs: OPEN_RUN_POLL_MS } : {});
  const spans = data?.spans;
  const page = useWaterfallPage({ of: "trace", spans, selectedId, onFocus: (target) => target.current?.focus() });
  useEffect(() => {
    isOpen.value = spans?.some(({ state }) => state === "open") ?? false;
  }, [spans]);
  const root = spans?.find(({ parentSpanId }) => parentSpanId === undefined) ?? spans?.[0];
  const name = root?.label || root?.name || "Trace";
  useEffect(() => {
    document.title = `${name} · Runline`;
  }, [name]);

  if (error instanceof RunsApiError && (error.status === 404 || error.status === 400))
    return <NotFoundPage message={error.message} />;
  if (error && !data) {
    return (
      <div class="page">
        <ErrorPanel title="The trace could not be loaded" error={error} onRetry={refetch} />
      </div>
    );
  }
  if (!spans) return <output class="page" aria-label="Loading the trace" />;
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
            {root.durationMs !== undefined && ` · ${formatDuration(root.durationMs)}`} ·{" "}
            {formatPlural(spans.length, "span")}
          </p>
        )}
      </header>
      <OmittedNote omitted={data?.omitted} />
      <WaterfallBody page={page} origin={root?.startedAt ?? 0}>
        <WaterfallView page={page} />
      </WaterfallBody>
    </div>
  );
}
