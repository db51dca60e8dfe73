import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { RunSpan } from "@runline/contract";
import { createCursorModel, type CursorModel } from "./create-cursor-model.ts";
import { createFollowModel, type FollowModel } from "./create-follow-model.ts";
import { createRowsModel, type RowsModel } from "./create-rows-model.ts";
import type { TimeWindow } from "./create-time-scale.ts";
import { createViewModel, type ViewModel } from "./create-view-model.ts";
import { findCriticalPath, toSelfMs } from "./critical-path.ts";
import { createTimeModel, type TimeModel } from "./create-time-model.ts";
import { findAround, isFailed } from "./failures.ts";
import { findParallelSteps } from "./parallel-steps.ts";
import { runInPieces } from "./run-in-pieces.ts";
import { toSecondLine, type SecondLine } from "./second-line.ts";
import { toShownKind, type ShownKind } from "./shown-kind.ts";
import { buildSpanTree, toOwn, type SpanNode, type SpanTree } from "./span-tree.ts";
import { toRunClock } from "./to-run-clock.ts";
import type { WaterfallRow } from "./waterfall-rows.ts";

/** What the waterfall shows, and everything a key or a click can do to it. */
export interface WaterfallModel extends TimeModel, Omit<RowsModel, "uncover">, CursorModel {
  spans: ReadonlySignal<readonly RunSpan[]>;
  /** How many spans of each kind the run counts, so that these numbers and those of its summary are the same. */
  kindCounts: ReadonlySignal<ReadonlyMap<ShownKind, number>>;
  /** Whether the span is somebody else's: of another agent's run, or above the run. In a whole trace none is. */
  isOther(span: RunSpan): boolean;
  /** What the length of the run was made of, by span; `undefined` while it is not shown. */
  criticalPath: ReadonlySignal<ReadonlyMap<string, readonly TimeWindow[]> | undefined>;
  toggleCriticalPath(): void;
  /** How long a step did not wait for one inside it, in ms; 0 for one that is not there. */
  toSelfMs(spanId: string): number;
  /** Tells which step explains how the run ended. */
  setCause(spanId: string | undefined): void;
  /** Tells when a lost run was heard of last. */
  setHeardAt(heardAt: number | undefined): void;
  /** Spans that failed by themselves, at their last try: not because of one inside them that failed. */
  culprits: ReadonlySignal<ReadonlySet<string>>;
  /** Whether the step of a row is one of those: of all tries of a step the last one. */
  isCulprit(node: SpanNode): boolean;
  /** How many steps ran at once at most where a step ran beside others, by its id. */
  parallel: ReadonlySignal<ReadonlyMap<string, number>>;
  /** Of what a row has a second line. */
  toSecondLine(row: WaterfallRow): SecondLine | undefined;
  /** Places of the rows that have a second line. */
  tallRows: ReadonlySignal<readonly number[]>;
  search: ReadonlySignal<string>;
  /** Rows that match the search, by what they show or by what was sent of their span; empty without a search. */
  matches: ReadonlySignal<ReadonlySet<string>>;
  /** How many of them do so only by what was sent. */
  matchesInContent: ReadonlySignal<number>;
  setSearch(text: string): void;
  /** Tells which spans have the text of the search in what was sent of them. */
  setFoundInContent(spanIds: readonly string[]): void;
  follow: FollowModel;
  /** Shows these spans: at once, or when many of them are put in their places a moment later. */
  setSpans(spans: readonly RunSpan[]): void;
}

/**
 * Makes the model of one run, or of a trace with whatever is in it. `clockNow` is read only while a span is open; `page` says what is
 * searched for, closed, hidden and zoomed to.
 */
export function createWaterfallModel(
  clockNow: ReadonlySignal<number>,
  of: "run" | "trace" = "run",
  page: ViewModel = createViewModel(),
): WaterfallModel {
  const spans = signal<readonly RunSpan[]>([]);
  const tree = signal<SpanTree>({ roots: [], nodes: new Map() });
  const wanted = page.part("q");
  const search = computed(() => wanted.value ?? "");
  let newest: readonly RunSpan[] | undefined;

  const matchesInRows = computed(() => {
    const text = search.value.trim().toLowerCase();
    const found = new Set<string>();
    if (text === "") return found;
    for (const node of tree.value.nodes.values()) {
      if (node.tries === undefined && toSearchText(node).includes(text)) found.add(node.id);
    }
    return found;
  });
  const foundInContent = signal<readonly string[]>([]);
  const matches = computed(() => {
    const { nodes } = tree.value;
    const more = search.value.trim() === "" ? [] : foundInContent.value.filter((id) => nodes.has(id));
    return new Set([...matchesInRows.value, ...more]);
  });
  const isOther = ({ caller, otherAgent }: RunSpan) => of === "run" && (caller === true || otherAgent !== undefined);
  const kindCounts = computed(() => {
    const counts = new Map<ShownKind, number>();
    for (const span of spans.value) {
      const isCounted = span.detailOf === undefined && !isOther(span);
      const kind = toShownKind(span);
      counts.set(kind, (counts.get(kind) ?? 0) + (isCounted ? 1 : 0));
    }
    return counts;
  });
  const causeId = signal<string | undefined>(undefined);
  const culprits = computed(() => {
    const nodes = [...tree.value.nodes.values()].filter((node) => isFailed(node) && node.tries === undefined);
    const around = findAround(nodes);
    const isOwn = (node: SpanNode) => !around.has(node) && (node.span?.lastTry ?? node.id) === node.id;
    return new Set(nodes.filter((node) => node.id === causeId.value || isOwn(node)).map(({ id }) => id));
  });
  const rows = createRowsModel(tree, page);
  const heardAt = signal<number | undefined>(undefined);
  const time = createTimeModel({ spans, tree, clockNow, heardAt, page });
  const hasPath = page.part("path");
  const criticalPath = computed(() => {
    if (!hasPath.value) return undefined;
    const { roots } = tree.value;
    const runs = roots.filter(({ span }) => span?.kind === "run" && !isOther(span));
    const [first] = roots.filter(({ span }) => span);
    // A run that has paused has a root for each of its parts.
    const tops = of === "run" && runs.length > 0 ? runs : [runs[0] ?? first].filter((root) => root !== undefined);
    return new Map(tops.flatMap((root) => [...findCriticalPath(root, time.now.value)]));
  });

  return {
    ...time,
    ...rows,
    ...createCursorModel({ tree, rows, matches, causeId, culprits }),
    spans,
    kindCounts,
    isOther,
    isCulprit: (node) => culprits.value.has(toOwn(node).id),
    parallel: computed(() => findParallelSteps(tree.value.nodes.values(), time.now.value)),
    toSecondLine: (row) => toSecondLine(row, culprits.value),
    tallRows: computed(() =>
      rows.rows.value.flatMap((row, index) => (toSecondLine(row, culprits.value) === undefined ? [] : [index])),
    ),
    criticalPath,
    toggleCriticalPath: () => page.change({ path: hasPath.peek() ? undefined : true }),
    toSelfMs(spanId) {
      const node = tree.value.nodes.get(spanId);
      return node ? toSelfMs(node, time.now.value) : 0;
    },
    setCause: (spanId) => (causeId.value = spanId),
    setHeardAt: (at) => (heardAt.value = at),
    culprits,
    search,
    matches,
    matchesInContent: computed(() => matches.value.size - matchesInRows.value.size),
    setFoundInContent: (spanIds) => (foundInContent.value = spanIds),
    setSearch: (text) => page.change({ q: text === "" ? undefined : text }),
    follow: createFollowModel(rows.rows),
    setSpans(next) {
      newest = next;
      const shown = toRunClock(next);
      runInPieces(
        buildSpanTree(shown),
        () => newest !== next,
        (built) =>
          batch(() => {
            spans.value = shown;
            tree.value = built;
          }),
      );
    },
  };
}

/** What a row shows of the span, and its id. */
function toSearchText({ id, label, span }: SpanNode): string {
  if (span === undefined) return label.toLowerCase();
  const { name, kind, detail = "", serviceName = "", otherAgent, error = "" } = span;
  const words = `${label} ${name} ${kind.replace("_", " ")} ${detail} ${serviceName} ${otherAgent?.name ?? ""} ${error}`;
  return `${words} ${id}`.toLowerCase();
}
