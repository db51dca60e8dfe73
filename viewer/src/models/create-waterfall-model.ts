import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { RunSpan, SpanKind } from "@runline/contract";
import { runInPieces } from "./run-in-pieces.ts";
import { buildSpanTree, CALLERS_ID, type SpanNode, type SpanTree } from "./span-tree.ts";
import { MIN_ZOOM, toPart, toPassedEnd, toTimeExtent, type TimeWindow } from "./time-scale.ts";
import { toRunClock } from "./to-run-clock.ts";
import { isFailed, toWaterfallRows, type WaterfallRow } from "./waterfall-rows.ts";

/** What the waterfall shows, and everything a key or a click can do to it. */
export interface WaterfallModel {
  rows: ReadonlySignal<WaterfallRow[]>;
  spans: ReadonlySignal<readonly RunSpan[]>;
  /** How many spans of each kind the run counts, so that these numbers and those of its summary are the same. */
  kindCounts: ReadonlySignal<ReadonlyMap<SpanKind, number>>;
  /** Whether the span is somebody else's: of another agent's run, or above the run. In a whole trace none is. */
  isOther(span: RunSpan): boolean;
  /** The time now, standing still when no span is open. */
  now: ReadonlySignal<number>;
  extent: ReadonlySignal<TimeWindow>;
  /** The end of the run, when work went on after it, as after a timeout. */
  passedEnd: ReadonlySignal<number | undefined>;
  /** The part of `extent` on screen. It stays where it is while the run grows, unless it is all of it. */
  window: ReadonlySignal<TimeWindow>;
  isZoomed: ReadonlySignal<boolean>;
  hiddenKinds: ReadonlySignal<ReadonlySet<SpanKind>>;
  search: ReadonlySignal<string>;
  /** Rows that match the search, by what rows show; empty without a search. */
  matches: ReadonlySignal<ReadonlySet<string>>;
  /** The row that the keys act on. */
  activeId: ReadonlySignal<string | undefined>;
  activeIndex: ReadonlySignal<number>;
  /** Counts the moves of the cursor: each one brings its row into view, also when it was there already. */
  moves: ReadonlySignal<number>;
  /** Shows these spans: at once, or when many of them are put in their places a moment later. */
  setSpans(spans: readonly RunSpan[]): void;
  /** Shows this part, or everything, also what is still to come. */
  setZoom(zoom: TimeWindow | undefined): void;
  zoomTo(id: string): void;
  setSearch(text: string): void;
  toggleKind(kind: SpanKind): void;
  toggle(id: string): void;
  /** Moves the cursor by rows; stops at the ends. */
  moveBy(rows: number): void;
  /** Opens the row, or goes to its first child when it is open. */
  moveIn(): void;
  /** Closes the row, or goes to its parent when it is closed or has none. */
  moveOut(): void;
  /** Goes to a span and opens everything above it. */
  reveal(id: string): void;
  /** Goes to the next or previous failed span, around the ends; also to those inside closed rows. */
  goToError(step: 1 | -1): void;
  goToMatch(step: 1 | -1): void;
}

/** Makes the model of one run, or of a trace with whatever is in it. `clockNow` is read only while a span is open. */
export function createWaterfallModel(clockNow: ReadonlySignal<number>, of: "run" | "trace" = "run"): WaterfallModel {
  const spans = signal<readonly RunSpan[]>([]);
  const switched = signal<ReadonlySet<string>>(new Set());
  const hiddenKinds = signal<ReadonlySet<SpanKind>>(new Set());
  const search = signal("");
  const zoom = signal<TimeWindow | undefined>(undefined);
  const activeId = signal<string | undefined>(undefined);
  const moves = signal(0);

  const tree = signal<SpanTree>({ roots: [], nodes: new Map() });
  let newest: readonly RunSpan[] | undefined;
  const isCollapsed = (node: SpanNode) => isCollapsedAtFirst(node) !== switched.value.has(node.id);
  const rows = computed(() => toWaterfallRows(tree.value.roots, { isCollapsed, hiddenKinds: hiddenKinds.value }));
  const all = computed(() =>
    toWaterfallRows(tree.value.roots, { isCollapsed: () => false, hiddenKinds: new Set() }).map(({ node }) => node),
  );
  const matches = computed(() => {
    const text = search.value.trim().toLowerCase();
    const found = new Set<string>();
    if (text === "") return found;
    for (const node of tree.value.nodes.values()) if (toSearchText(node).includes(text)) found.add(node.id);
    return found;
  });
  const isOther = ({ caller, otherAgent }: RunSpan) => of === "run" && (caller === true || otherAgent !== undefined);
  const kindCounts = computed(() => {
    const counts = new Map<SpanKind, number>();
    for (const span of spans.value) {
      const isCounted = span.detailOf === undefined && !isOther(span);
      counts.set(span.kind, (counts.get(span.kind) ?? 0) + (isCounted ? 1 : 0));
    }
    return counts;
  });
  const hasOpen = computed(() => spans.value.some(({ state }) => state === "open"));
  const now = computed(() => (hasOpen.value ? clockNow.value : 0));
  const extent = computed(() => toTimeExtent(spans.value, now.value));
  const window = computed(() => (zoom.value ? toPart(zoom.value, extent.value) : extent.value));
  const activeIndex = computed(() => rows.value.findIndex(({ node }) => node.id === activeId.value));
  const activeRow = () => rows.peek()[activeIndex.peek()];

  function moveTo(id: string | undefined): void {
    batch(() => {
      activeId.value = id;
      moves.value = moves.peek() + 1;
    });
  }

  function moveBy(count: number): void {
    const last = rows.peek().length - 1;
    const next = Math.max(0, Math.min(last, activeIndex.peek() === -1 ? 0 : activeIndex.peek() + count));
    moveTo(rows.peek()[next]?.node.id);
  }

  function setSpans(next: readonly RunSpan[]): void {
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
  }

  function setZoom(next: TimeWindow | undefined): void {
    const { from, to } = extent.peek();
    zoom.value = next && (next.from > from || next.to < to) ? next : undefined;
  }

  function toggle(id: string): void {
    switched.value = toggled(switched.peek(), id);
  }

  function toggleKind(kind: SpanKind): void {
    hiddenKinds.value = withKindToggled(hiddenKinds.peek(), kind);
  }

  function reveal(id: string): void {
    const node = tree.peek().nodes.get(id);
    if (!node) return;
    batch(() => {
      for (let above = node.parent; above; above = above.parent) {
        if (isCollapsed(above)) toggle(above.id);
      }
      if (node.span && hiddenKinds.peek().has(node.span.kind)) toggleKind(node.span.kind);
      moveTo(id);
    });
  }

  function goTo(isWanted: (node: SpanNode) => boolean, step: 1 | -1): void {
    const nodes = all.peek();
    const start = nodes.findIndex(({ id }) => id === activeId.peek());
    for (let count = 1; count <= nodes.length; count++) {
      const from = start === -1 && step === -1 ? 0 : start;
      const node = nodes[(from + step * count + nodes.length * 2) % nodes.length];
      if (node && isWanted(node)) return reveal(node.id);
    }
  }

  return {
    rows,
    spans,
    kindCounts,
    isOther,
    now,
    extent,
    passedEnd: computed(() => toPassedEnd(spans.value)),
    window,
    isZoomed: computed(() => zoom.value !== undefined),
    hiddenKinds,
    search,
    matches,
    activeId,
    activeIndex,
    moves,
    setSpans,
    setZoom,
    zoomTo(id) {
      const span = tree.peek().nodes.get(id)?.span;
      const { from, to } = extent.peek();
      if (!span) return;
      const end = span.endedAt ?? (span.state === "open" ? now.peek() : to);
      const margin = Math.max((end - span.startedAt) * 0.05, (to - from) * MIN_ZOOM);
      setZoom({ from: span.startedAt - margin, to: end + margin });
    },
    setSearch: (text) => (search.value = text),
    toggleKind,
    toggle,
    moveBy,
    moveIn() {
      const row = activeRow();
      if (!row || row.childCount === 0) return;
      if (row.isExpanded) moveBy(1);
      else toggle(row.node.id);
    },
    moveOut() {
      const row = activeRow();
      if (row?.isExpanded) toggle(row.node.id);
      else if (row?.node.parent) reveal(row.node.parent.id);
    },
    reveal,
    goToError: (step) => goTo(isFailed, step),
    goToMatch: (step) => goTo(({ id }) => matches.peek().has(id), step),
  };
}

/** Callers are not the run's own; a composed state has dozens of context providers, among which the steps would be lost. */
function isCollapsedAtFirst({ id, span }: SpanNode): boolean {
  return id === CALLERS_ID || span?.kind === "composed_state";
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

/** A composed state is hidden and shown with its context providers: without it, dozens of them would stand in the open. */
function withKindToggled(hiddenKinds: ReadonlySet<SpanKind>, kind: SpanKind): ReadonlySet<SpanKind> {
  const next = new Set(toggled(hiddenKinds, kind));
  if (kind === "composed_state" && next.has(kind)) next.add("context_provider");
  else if (kind === "composed_state") next.delete("context_provider");
  else if (kind === "context_provider" && !next.has(kind)) next.delete("composed_state");
  return next;
}

/** What a row shows of the span, and its id; not its content and attributes, which the page does not have. */
function toSearchText({ id, label, span }: SpanNode): string {
  if (span === undefined) return label.toLowerCase();
  const { name, kind, detail = "", serviceName = "", otherAgent, error = "" } = span;
  const words = `${label} ${name} ${kind.replace("_", " ")} ${detail} ${serviceName} ${otherAgent?.name ?? ""} ${error}`;
  return `${words} ${id}`.toLowerCase();
}
