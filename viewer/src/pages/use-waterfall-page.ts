import type { RunSpan } from "@runline/contract";
import type { RefObject } from "preact";
import { useLocation } from "preact-iso";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useApp } from "../models/app-context.ts";
import { findNeighbours, type Neighbours } from "../models/find-neighbours.ts";
import { createWidthModel, type WidthModel } from "../models/create-width-model.ts";
import { createWaterfallModel, type WaterfallModel } from "../models/create-waterfall-model.ts";
import type { SpansOwner, SpansState } from "../models/span-queries.ts";
import { PAGE_KEYS, ROW_KEYS, type KeyTarget } from "../models/run-keys.ts";
import type { SpanNode } from "../models/span-tree.ts";
import { useGridKeys } from "../ui/use-grid-keys.ts";
import { useRowHeight } from "../ui/use-row-height.ts";

/** Rows that stay on screen when one turns a page, and the head. */
const ROWS_KEPT = 2;

const KEYS = { rows: ROW_KEYS, page: PAGE_KEYS };

/** What a page shows in its waterfall. */
export interface WaterfallPageOptions {
  owner: SpansOwner;
  state: SpansState;
  /** Span that `?span=` names. */
  selectedId: string | undefined;
  /** Gives the focus to a part of the waterfall, bringing that on screen first. */
  onFocus: (target: RefObject<HTMLElement | null>) => void;
  /** Shows the messages, or goes back from them; a trace has none. */
  onMessages?: () => void;
}

/** The waterfall of a page, with what its keys and its drawer do. */
export interface WaterfallPage {
  of: "run" | "trace";
  owner: SpansOwner;
  state: SpansState;
  model: WaterfallModel;
  /** Of the names of the spans, and of the drawer. */
  widths: { name: WidthModel; drawer: WidthModel };
  grid: RefObject<HTMLDivElement | null>;
  searchField: RefObject<HTMLInputElement | null>;
  help: RefObject<HTMLDialogElement | null>;
  neighbours: Neighbours;
  /** Span whose drawer is open, and the one above it. */
  selected: RunSpan | undefined;
  parent: RunSpan | undefined;
  /** Opens a row: the drawer of a span, or the group. */
  open: (node: SpanNode) => void;
  select: (id: string) => void;
  close: () => void;
  showHelp: () => void;
}

/** Joins a waterfall to the address of its page and to the keys. */
export function useWaterfallPage({
  owner,
  state,
  selectedId,
  onFocus,
  onMessages,
}: WaterfallPageOptions): WaterfallPage {
  const of = "runId" in owner ? "run" : "trace";
  const { spans, find } = state;
  const { basePath, clock, listed } = useApp();
  const { path, route } = useLocation();
  const model = useMemo(() => createWaterfallModel(clock.now, of), []);
  const widths = useMemo(createWidths, []);
  const grid = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  useEffect(() => model.setSpans(spans ?? []), [spans]);

  const selected = find(selectedId);
  const select = (id: string) => route(`${path}?span=${encodeURIComponent(id)}`, true);
  const close = () => {
    if (selectedId === undefined) return;
    route(path, true);
    grid.current?.focus();
  };
  const open = ({ id, span, tries }: SpanNode) => (span && tries === undefined ? select(id) : model.toggle(id));
  const neighbours = findNeighbours(listed.value, path);
  const showHelp = () => help.current?.showModal();
  const rowHeight = useRowHeight();
  const target: KeyTarget = {
    model,
    countRows: () => Math.floor((grid.current?.clientHeight ?? 0) / rowHeight) - ROWS_KEPT,
    onOpen: open,
    onClose: close,
    onHelp: showHelp,
    onJump: () => onFocus(grid),
    onSearch: () => onFocus(searchField),
    onStep(which) {
      // Of the address of this moment: keys may come faster than pages.
      const to = findNeighbours(listed.peek(), window.location.pathname.slice(basePath.length))[which];
      if (to !== undefined) route(to);
    },
    onMessages: () => onMessages?.(),
  };
  useGridKeys(target, KEYS, grid);
  return {
    of,
    owner,
    state,
    model,
    widths,
    grid,
    searchField,
    help,
    neighbours,
    selected,
    parent: find(selected?.parentSpanId),
    open,
    select,
    close,
    showHelp,
  };
}

function createWidths(): WaterfallPage["widths"] {
  return {
    name: createWidthModel(localStorage, "name", { min: 160, max: 640 }),
    drawer: createWidthModel(localStorage, "drawer", { min: 320, max: 720 }),
  };
}
