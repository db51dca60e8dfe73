import { useRoute } from "preact-iso";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { readUuid } from "@runline/contract";
import { formatShortId } from "../format/format-short-id.ts";
import { RunsApiError } from "@runline/contract/client";
import type { RunName } from "../models/compare-path.ts";
import { RUN_VIEWS, type RunView } from "../models/page-view.ts";
import { useLiveRun } from "../models/use-live-run.ts";
import { RunEvents } from "../run-detail/run-events.tsx";
import { findLostStep, findWait } from "../models/failures.ts";
import { RunHeader } from "../run-detail/run-header.tsx";
import { RunLine } from "../run-detail/run-line.tsx";
import { TimeShares } from "../run-detail/time-shares.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { StaleNote } from "../ui/stale-note.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { SpansNote } from "../waterfall/spans-note.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { usePageAddress } from "./use-page-address.ts";
import { useWaterfallPage } from "./use-waterfall-page.ts";
import { WaterfallBody, WaterfallView } from "./waterfall-body.tsx";
import { lazy } from "../ui/lazy.tsx";
import "./run-page.css";

const MessagesView = lazy(() => import("../messages/messages-view.tsx").then((module) => module.MessagesView));

const SpanTable = lazy(() => import("../span-table/span-table.tsx").then((module) => module.SpanTable));

/** One run: totals, waterfall and other views, and the drawer of a span. The address says what of that is shown. */
export function RunPage() {
  const { params } = useRoute();
  const agentId = readUuid(params["agentId"]);
  const runId = readUuid(params["runId"]);
  if (agentId === undefined || runId === undefined) return <NotFoundPage />;
  return <Run key={runId} agentId={agentId} runId={runId} />;
}

function Run({ agentId, runId }: RunName) {
  const { summary: summaryQuery, spans: spansState, polling } = useLiveRun({ agentId, runId });
  const { spans } = spansState;
  const summary = summaryQuery.data;
  const shown = usePageAddress();
  const chosen = useMemo(() => shown.part("view"), []);
  const view = chosen.value ?? RUN_VIEWS[0];
  const show = (next: RunView) => shown.change({ view: next === RUN_VIEWS[0] ? undefined : next });
  const { name, message = `Run ${formatShortId(runId)}` } = summary ?? {};
  useEffect(() => {
    document.title = `${message}${name ? ` · ${name}` : ""} · Runline`;
  }, [message, name]);

  // From another view: the waterfall can take the focus only after it has been rendered.
  const focusOnceShown = useRef<RefObject<HTMLElement | null>>(undefined);
  useLayoutEffect(() => {
    focusOnceShown.current?.current?.focus();
    focusOnceShown.current = undefined;
  }, [view]);
  const focusInWaterfall = (target: RefObject<HTMLElement | null>) => {
    if (view !== "Waterfall") focusOnceShown.current = target;
    show("Waterfall");
    target.current?.focus();
  };
  const page = useWaterfallPage({
    owner: { agentId, runId },
    state: spansState,
    page: shown,
    onFocus: focusInWaterfall,
    onView: (next) => show(next === view ? "Waterfall" : next),
  });

  const lostStep = summary?.lost && spans ? findLostStep(spans, spansState.find) : undefined;
  const lastStep = summary?.waiting && spans ? findWait(spans) : lostStep;
  const causeId = summary?.cause?.spanId ?? lastStep?.spanId ?? summary?.observations?.[0]?.spanId;
  useEffect(() => page.model.setCause(causeId), [causeId]);
  useEffect(() => page.model.setHeardAt(summary?.lastHeardAt), [summary?.lastHeardAt]);

  const error = summaryQuery.error ?? spansState.error;
  if (error instanceof RunsApiError && error.status === 404 && !summary)
    return <NotFoundPage message={error.message} />;
  if (error && !summary) {
    const retry = () => {
      summaryQuery.refetch();
      spansState.refetch();
    };
    return (
      <div class="page">
        <ErrorPanel title="The run could not be loaded" error={error} onRetry={retry} />
      </div>
    );
  }
  if (!summary) return <RunSkeleton />;
  return (
    <div class="run-page">
      <RunHeader agentId={agentId} run={summary} page={shown} neighbours={page.neighbours} />
      <RunLine
        agentId={agentId}
        run={summary}
        lastStep={lastStep}
        onGo={(id) => {
          page.model.reveal(id);
          page.select(id);
          focusInWaterfall(page.grid);
        }}
      />
      {summary.metadata?.imported && summary.rootSpanId === undefined && (
        <p class="limited-note" role="note">
          These logs have no run events: the run is shown from its first step to its last, and how it ended is a guess.
        </p>
      )}
      <StaleNote what="This page is" error={error} />
      <WaterfallBody page={page} origin={summary.startedAt}>
        <Tabs
          label="Views"
          names={RUN_VIEWS}
          selected={view}
          counts={spans && !spansState.progress ? { Waterfall: spans.length } : {}}
          onSelect={show}
        >
          {view === "Waterfall" && (
            <WaterfallView page={page} beside={summary.time && <TimeShares time={summary.time} />} />
          )}
          {view === "Messages" && (
            <MessagesView
              agentId={agentId}
              run={summary}
              polling={polling}
              selectedId={page.selectedId}
              onSelect={page.select}
            />
          )}
          {view === "Table" && (
            <>
              <SpansNote state={spansState} />
              <SpanTable
                model={page.model}
                page={shown}
                searchField={page.searchField}
                selectedId={page.selectedId}
                onSelect={page.select}
              />
            </>
          )}
          {view === "Events" && (
            <>
              <SpansNote state={spansState} />
              <RunEvents run={summary} model={page.model} onSelect={page.select} />
            </>
          )}
        </Tabs>
      </WaterfallBody>
    </div>
  );
}

const LINES = [90, 70, 84, 50, 62, 44];

function RunSkeleton() {
  return (
    <output class="page" aria-label="Loading the run">
      {LINES.map((width) => (
        <span key={width} class="skeleton" style={{ width: `${width}%`, margin: "18px 0" }} />
      ))}
    </output>
  );
}
