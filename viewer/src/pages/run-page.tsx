import { useLocation, useRoute } from "preact-iso";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { readUuid } from "@runline/contract";
import { RunsApiError } from "@runline/contract/client";
import { useApp } from "../models/app-context.ts";
import { createWaterfallModel } from "../models/create-waterfall-model.ts";
import { OPEN_RUN_POLL_MS, useRunDetail, useRunSpans } from "../models/run-queries.ts";
import { RunEvents } from "../run-detail/run-events.tsx";
import { RunHeader } from "../run-detail/run-header.tsx";
import { KeyHelp } from "../run-detail/key-help.tsx";
import { useRunKeys } from "../run-detail/use-run-keys.ts";
import { SpanDrawer } from "../span-drawer/span-drawer.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { Minimap } from "../waterfall/minimap.tsx";
import { Waterfall } from "../waterfall/waterfall.tsx";
import { WaterfallTools } from "../waterfall/waterfall-tools.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import "./run-page.css";

const VIEWS = ["Waterfall", "Events"] as const;

/** One run: totals, waterfall, events, and the drawer of the span that `?span=` names. */
export function RunPage() {
  const { params, query } = useRoute();
  const agentId = readUuid(params["agentId"]);
  const runId = readUuid(params["runId"]);
  if (agentId === undefined || runId === undefined) return <NotFoundPage />;
  return <Run key={runId} agentId={agentId} runId={runId} selectedId={query["span"]} />;
}

interface RunProps {
  agentId: string;
  runId: string;
  selectedId: string | undefined;
}

function Run({ agentId, runId, selectedId }: RunProps) {
  const { clock } = useApp();
  const { path, route } = useLocation();
  const isOpen = useSignal(true);
  const polling = isOpen.value ? { pollMs: OPEN_RUN_POLL_MS } : {};
  const detail = useRunDetail(agentId, runId, polling);
  const spansQuery = useRunSpans(agentId, runId, polling);
  const spans = spansQuery.data?.spans;
  const model = useMemo(() => createWaterfallModel(clock.now), []);
  const view = useSignal<(typeof VIEWS)[number]>("Waterfall");
  const grid = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const help = useRef<HTMLDialogElement>(null);

  useEffect(() => model.setSpans(spans ?? []), [spans]);
  const status = detail.data?.summary.status;
  // A step may outlive its run, such as an embedding that is written after the answer.
  const hasOpenSpan = spans?.some(({ state }) => state === "open") ?? false;
  useEffect(() => {
    isOpen.value = status === undefined || status === "started" || hasOpenSpan;
  }, [status, hasOpenSpan]);
  const agentName = detail.data?.summary.metadata?.agentName;
  useEffect(() => {
    document.title = `Run ${runId.slice(0, 8)}${agentName ? ` · ${agentName}` : ""} · Runline`;
  }, [agentName]);

  const selected = spans?.find((span) => span.spanId === selectedId);
  const select = (id: string) => route(`${path}?span=${encodeURIComponent(id)}`, true);
  const close = () => {
    if (selectedId === undefined) return;
    route(path, true);
    grid.current?.focus();
  };
  // From another view: the waterfall can take the focus only after it has been rendered.
  const focusOnceShown = useRef<RefObject<HTMLElement | null>>(undefined);
  useLayoutEffect(() => {
    focusOnceShown.current?.current?.focus();
    focusOnceShown.current = undefined;
  }, [view.value]);
  const focusInWaterfall = (target: RefObject<HTMLElement | null>) => {
    if (view.value !== "Waterfall") focusOnceShown.current = target;
    view.value = "Waterfall";
    target.current?.focus();
  };
  useRunKeys({
    model,
    onClose: close,
    onHelp: () => help.current?.showModal(),
    onJump: () => focusInWaterfall(grid),
    onSearch: () => focusInWaterfall(searchField),
  });

  const error = detail.error ?? spansQuery.error;
  if (error instanceof RunsApiError && error.status === 404 && !detail.data)
    return <NotFoundPage message={error.message} />;
  if (error && !detail.data) {
    const retry = () => {
      detail.refetch();
      spansQuery.refetch();
    };
    return (
      <div class="page">
        <ErrorPanel title="The run could not be loaded" error={error} onRetry={retry} />
      </div>
    );
  }
  if (!detail.data) return <RunSkeleton />;
  const { summary, events } = detail.data;
  return (
    <div class="run-page">
      <RunHeader
        agentId={agentId}
        run={summary}
        spans={spans ?? []}
        onNextError={() => {
          model.goToError(1);
          focusInWaterfall(grid);
        }}
      />
      {summary.metadata?.imported && !events.some(({ type }) => type === "RUN_STARTED") && (
        <p class="limited-note" role="note">
          These logs have no run events: the run is shown from its first step to its last, and how it ended is a guess.
        </p>
      )}
      {error && (
        <p class="error-text stale-note" role="alert">
          This page is not up to date: {error.message}
        </p>
      )}
      <div class={selected ? "run-body has-drawer" : "run-body"}>
        <div class="run-views">
          <Tabs
            label="Views"
            names={VIEWS}
            selected={view.value}
            counts={{ Waterfall: spans?.length ?? 0, Events: events.length }}
            onSelect={(name) => (view.value = name)}
          >
            {view.value === "Events" ? (
              <RunEvents events={events} origin={summary.startedAt} />
            ) : (
              <>
                <WaterfallTools model={model} searchField={searchField} onHelp={() => help.current?.showModal()} />
                <Minimap model={model} />
                <Waterfall model={model} grid={grid} selectedId={selected?.spanId} onSelect={select} />
              </>
            )}
          </Tabs>
        </div>
        {selected && (
          <SpanDrawer
            span={selected}
            origin={summary.startedAt}
            parent={spans?.find((span) => span.spanId === selected.parentSpanId)}
            onSelect={select}
            onClose={close}
          />
        )}
      </div>
      <KeyHelp dialog={help} />
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
