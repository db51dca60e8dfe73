import { useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";
import { RunsApiError } from "@runline/contract/client";
import { formatPlural } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { TRACES_POLL_MS } from "../models/run-queries.ts";
import { isId } from "../models/is-id.ts";
import { useSpans } from "../models/span-queries.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { SpansNote } from "../waterfall/spans-note.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { useWaterfallPage } from "./use-waterfall-page.ts";
import { WaterfallBody, WaterfallView } from "./waterfall-body.tsx";
import "./run-page.css";

/**
 * One trace, whether or not an agent has a part in it: its waterfall, and the drawer of the span that `?span=` names. Links made for
 * Jaeger lead here as well: `?uiFind=` is a span or what is searched for.
 */
export function TracePage() {
  const { params, query } = useRoute();
  const { traceId = "" } = params;
  const { span, uiFind = "" } = query;
  const isSpan = isId(uiFind);
  return (
    <Trace
      key={traceId}
      traceId={traceId}
      selectedId={span ?? (isSpan ? uiFind : undefined)}
      text={isSpan ? "" : uiFind}
    />
  );
}

interface TraceProps {
  traceId: string;
  selectedId: string | undefined;
  /** What to search for at first. */
  text: string;
}

function Trace({ traceId, selectedId, text }: TraceProps) {
  const state = useSpans({ traceId }, { pollMs: TRACES_POLL_MS });
  const { spans, error, refetch } = state;
  const page = useWaterfallPage({
    owner: { traceId },
    state,
    selectedId,
    onFocus: (target) => target.current?.focus(),
  });
  useEffect(() => page.model.setSearch(text), [text]);
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
