import { useLocation, useRoute } from "preact-iso";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { RunsApiError } from "@runline/contract/client";
import { CompareHead } from "../compare/compare-head.tsx";
import { CompareLine } from "../compare/compare-line.tsx";
import { CompareSums } from "../compare/compare-sums.tsx";
import { CompareTable } from "../compare/compare-table.tsx";
import { useApp } from "../models/app-context.ts";
import { COMPARE_KEYS, type CompareTarget } from "../models/compare-keys.ts";
import { isSameRun, readRunName, toComparePath, type RunName } from "../models/compare-path.ts";
import { createCompareModel } from "../models/create-compare-model.ts";
import { CURSOR_KEYS } from "../models/cursor-keys.ts";
import { toRunPath } from "../models/run-path.ts";
import { useLiveRun, type LiveRun } from "../models/use-live-run.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { KeyHelp } from "../ui/key-help.tsx";
import { StaleNote } from "../ui/stale-note.tsx";
import { useGridKeys } from "../ui/use-grid-keys.ts";
import { useRowHeight } from "../ui/use-row-height.ts";
import { SpansNote } from "../waterfall/spans-note.tsx";
import { lazy } from "../ui/lazy.tsx";
import "./compare-page.css";

// Comparing texts needs a library, and no row does.
const StepTexts = lazy(() => import("../compare/step-texts.tsx").then((module) => module.StepTexts));

/** Rows that stay on screen when one turns a page, and the head. */
const ROWS_KEPT = 2;
const KEYS = { rows: CURSOR_KEYS, page: COMPARE_KEYS };

/** Two runs beside each other, and the step that `?step=` names with the difference of its texts. */
export function ComparePage() {
  const { query } = useRoute();
  const [a, b] = [readRunName(query["a"]), readRunName(query["b"])];
  useEffect(() => {
    document.title = "Compare · Runline";
  }, []);
  if (!a || !b || isSameRun(a, b)) return <NothingToCompare />;
  return <Comparison key={toComparePath(a, b)} a={a} b={b} selectedId={query["step"]} />;
}

interface ComparisonProps {
  a: RunName;
  b: RunName;
  selectedId: string | undefined;
}

function Comparison({ a, b, selectedId }: ComparisonProps) {
  const { clock } = useApp();
  const { route } = useLocation();
  const runA = useLiveRun(a);
  const runB = useLiveRun(b);
  const model = useMemo(() => createCompareModel(clock.now), []);
  const grid = useRef<HTMLDivElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const [spansA, spansB] = [toWholeSpans(runA), toWholeSpans(runB)];
  useEffect(() => {
    if (spansA && spansB) model.setSpans({ a: spansA, b: spansB });
  }, [spansA, spansB]);

  const isReady = model.isReady.value;
  useEffect(() => {
    if (isReady && selectedId !== undefined) model.reveal(selectedId);
  }, [isReady, selectedId]);
  const select = (id: string | undefined) => route(toComparePath(a, b, id), true);
  const rowHeight = useRowHeight();
  const target: CompareTarget = {
    model,
    countRows: () => Math.floor((grid.current?.clientHeight ?? 0) / rowHeight) - ROWS_KEPT,
    onOpen: ({ id, span }) => (span ? select(id) : model.toggle(id)),
    onClose() {
      if (selectedId === undefined) return;
      select(undefined);
      grid.current?.focus();
    },
    onHelp: () => help.current?.showModal(),
    onJump: () => grid.current?.focus(),
  };
  useGridKeys(target, KEYS, grid);

  const [summaryA, summaryB] = [runA.summary.data, runB.summary.data];
  if (!summaryA || !summaryB) return <NotThere runs={[runA, runB]} names={[a, b]} />;
  const pair = selectedId === undefined ? undefined : model.pairs.value.get(selectedId);
  const goTo = (id: string) => {
    model.reveal(id);
    select(id);
    grid.current?.focus();
  };
  const error = [runA, runB].map(({ summary, spans }) => summary.error ?? spans.error).find(Boolean);
  return (
    <div class={pair ? "compare-page has-texts" : "compare-page"}>
      <h1 class="visually-hidden">Compare two runs</h1>
      <CompareHead a={summaryA} b={summaryB} />
      {isReady && <CompareLine model={model} onGo={goTo} />}
      {[summaryA, summaryB].some(({ status }) => status === "started") && (
        <p class="compare-note muted" role="note">
          A run that has not ended may still take the steps that are missing here.
        </p>
      )}
      <StaleNote what="This comparison is" error={error} />
      <CompareSums a={summaryA} b={summaryB} />
      {!isReady && <SpansNote state={(spansA ? runB : runA).spans} />}
      {isReady && <CompareTable model={model} grid={grid} selectedId={selectedId} onOpen={target.onOpen} />}
      {pair && <StepTexts key={selectedId} runs={{ a, b }} pair={pair} onClose={target.onClose} />}
      <KeyHelp dialog={help} lines={[...CURSOR_KEYS, ...COMPARE_KEYS]} />
    </div>
  );
}

/** All spans of a run; `undefined` while they come. */
function toWholeSpans({ spans: { spans, progress } }: LiveRun) {
  return progress ? undefined : spans;
}

/** Says which run cannot be shown and why, or that they are on their way. */
function NotThere({ runs, names }: { runs: readonly LiveRun[]; names: readonly RunName[] }) {
  if (runs.every(({ summary }) => !summary.error)) return <output class="page muted">Loading both runs…</output>;
  return (
    <div class="page">
      {runs.map(({ summary: { data, error, refetch } }, index) => {
        const [letter, name] = [index === 0 ? "A" : "B", names[index]];
        if (error instanceof RunsApiError && error.status === 404) {
          return (
            <div key={letter} class="panel">
              <h1>Run {letter} is not there any more</h1>
              <p>{error.message}</p>
              <a href="/">Choose another run</a>
            </div>
          );
        }
        if (error) {
          return (
            <ErrorPanel key={letter} title={`Run ${letter} could not be loaded`} error={error} onRetry={refetch} />
          );
        }
        return (
          data &&
          name && (
            <p key={letter}>
              Run {letter}: <a href={toRunPath(name)}>{data.message ?? data.name ?? name.runId}</a>
            </p>
          )
        );
      })}
    </div>
  );
}

function NothingToCompare() {
  return (
    <div class="page">
      <div class="panel">
        <h1>Two runs are needed</h1>
        <p>
          In the list of runs, press <kbd>x</kbd> on one run and again on another. The page of a run compares it with
          the last good run before it.
        </p>
        <a href="/">Go to the runs</a>
      </div>
    </div>
  );
}
