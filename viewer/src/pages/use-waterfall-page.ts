import type { Signal } from "@preact/signals";
import type { RunSpan } from "@runline/contract";
import type { RefObject } from "preact";
import { useLocation } from "preact-iso";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useApp } from "../models/app-context.ts";
import { findNeighbours, type Neighbours } from "../models/find-neighbours.ts";
import { createWidthModel, type WidthModel } from "../models/create-width-model.ts";
import type { ViewModel } from "../models/create-view-model.ts";
import { createWaterfallModel, type WaterfallModel } from "../models/create-waterfall-model.ts";
import type { SpansOwner, SpansState } from "../models/span-queries.ts";
import { SPAN_TABS, type RunView, type SpanTab } from "../models/page-view.ts";
import { PAGE_KEYS, ROW_KEYS, type KeyTarget } from "../models/run-keys.ts";
import type { SpanNode } from "../models/span-tree.ts";
import { useContentSearch, type ContentSearch } from "../models/use-content-search.ts";
import { useGridKeys } from "../ui/use-grid-keys.ts";
import { useRowHeight } from "../ui/use-row-height.ts";
import type { Told } from "../ui/told-line.tsx";
import { useRunActions } from "./use-run-actions.ts";

/** Rows that stay on screen when one turns a page, and the head. */
const ROWS_KEPT = 2;

const KEYS = { rows: ROW_KEYS, page: PAGE_KEYS };

/** What a page shows in its waterfall. */
export interface WaterfallPageOptions {
  owner: SpansOwner;
  state: SpansState;
  /** What is shown of it and how. */
  page: ViewModel;
  /** Gives the focus to a part of the waterfall, bringing that on screen first. */
  onFocus: (target: RefObject<HTMLElement | null>) => void;
  /** Shows a view of the run; a trace has only the waterfall. */
  onView?: (view: RunView) => void;
}

/** The waterfall of a page, with what its keys and its drawer do. */
export interface WaterfallPage {
  of: "run" | "trace";
  owner: SpansOwner;
  state: SpansState;
  model: WaterfallModel;
  /** Tab of the details. */
  tab: SpanTab;
  setTab: (tab: SpanTab) => void;
  /** Of the names of the spans, and of the drawer. */
  widths: { name: WidthModel; drawer: WidthModel };
  grid: RefObject<HTMLDivElement | null>;
  searchField: RefObject<HTMLInputElement | null>;
  contentSearch: ContentSearch;
  help: RefObject<HTMLDialogElement | null>;
  neighbours: Neighbours;
  /** Span that the address names; the one whose drawer is open, and the one above it. */
  selectedId: string | undefined;
  /** Whether all spans are there and that one is not among them. */
  isUnknown: boolean;
  /** Trace that a span which is not in a run may be in. */
  traceId: string | undefined;
  selected: RunSpan | undefined;
  parent: RunSpan | undefined;
  /** Opens a row: the drawer of a span, or the group. */
  open: (node: SpanNode) => void;
  select: (id: string) => void;
  close: () => void;
  showHelp: () => void;
  /** What the last key has to say. */
  told: Signal<Told>;
}

/** Joins a waterfall to the address of its page and to the keys. */
export function useWaterfallPage({ owner, state, page, onFocus, onView }: WaterfallPageOptions): WaterfallPage {
  const of = "runId" in owner ? "run" : "trace";
  const { spans, find } = state;
  const { clock, listed } = useApp();
  const { path } = useLocation();
  const model = useMemo(() => createWaterfallModel(clock.now, of, page), []);
  const parts = useMemo(() => ({ span: page.part("span"), tab: page.part("tab") }), []);
  const widths = useMemo(createWidths, []);
  const grid = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  useEffect(() => model.setSpans(spans ?? []), [spans]);

  const selectedId = parts.span.value;
  const selected = find(selectedId);
  const select = (id: string) => page.change({ span: id });
  const close = () => {
    if (selectedId === undefined) return;
    page.change({ span: undefined });
    grid.current?.focus();
  };
  const open = ({ id, span, tries }: SpanNode) => (span && tries === undefined ? select(id) : model.toggle(id));
  const neighbours = findNeighbours(listed.value, path);
  const showHelp = () => help.current?.showModal();
  const rowHeight = useRowHeight();
  const { told, ...actions } = useRunActions("runId" in owner ? owner : undefined, page);
  const target: KeyTarget = {
    model,
    page,
    ...actions,
    countRows: () => Math.floor((grid.current?.clientHeight ?? 0) / rowHeight) - ROWS_KEPT,
    onOpen: open,
    onClose: close,
    onHelp: showHelp,
    onJump: () => onFocus(grid),
    onSearch: () => onFocus(searchField),
    onView(view) {
      if (onView) onView(view);
      else actions.tell("Only a run has other views.");
    },
  };
  useGridKeys(target, KEYS, grid);
  return {
    of,
    owner,
    state,
    model,
    tab: parts.tab.value ?? SPAN_TABS[0],
    setTab: (tab) => page.change({ tab: tab === SPAN_TABS[0] ? undefined : tab }),
    widths,
    grid,
    searchField,
    contentSearch: useContentSearch({ owner, count: spans?.length ?? 0, model }),
    help,
    neighbours,
    selectedId,
    isUnknown: selectedId !== undefined && !selected && spans !== undefined && !state.progress && !state.isStopped,
    traceId: spans?.[0]?.traceId,
    selected,
    parent: find(selected?.parentSpanId),
    open,
    select,
    close,
    showHelp,
    told,
  };
}

function createWidths(): WaterfallPage["widths"] {
  return {
    name: createWidthModel(localStorage, "name", { min: 160, max: 640 }),
    drawer: createWidthModel(localStorage, "drawer", { min: 320, max: 720 }),
  };
}
