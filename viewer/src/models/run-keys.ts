import type { CursorModel } from "./create-cursor-model.ts";
import type { RowsModel } from "./create-rows-model.ts";
import type { WaterfallModel } from "./create-waterfall-model.ts";
import type { KeyLine } from "./key-line.ts";
import type { SpanNode } from "./span-tree.ts";

/** What the keys of any rows act on. */
export interface CursorTarget {
  model: CursorModel & Pick<RowsModel, "rows">;
  /** Rows that are on screen at once. */
  countRows: () => number;
  /** Opens a row: the drawer of a span, or the group. */
  onOpen: (node: SpanNode) => void;
}

/** What the keys of a waterfall act on. */
export interface KeyTarget extends CursorTarget {
  model: WaterfallModel;
  onClose: () => void;
  onHelp: () => void;
  onSearch: () => void;
  /** Goes to what stands before or after in the list that one came from. */
  onStep: (which: "previous" | "next") => void;
  onMessages: () => void;
  /** Called after the cursor has jumped: the waterfall comes on screen and takes the focus. */
  onJump: () => void;
}

/** How much less time a key shows, and how far one moves on, as a part of what is shown. */
const ZOOM_STEP = 1.5;
const PAN_STEP = 0.2;

const activeNode = ({ model }: CursorTarget) => model.rows.peek()[model.activeIndex.peek()]?.node;
const previous = ({ model }: CursorTarget) => model.moveBy(-1);
const next = ({ model }: CursorTarget) => model.moveBy(1);
const moveOut = ({ model }: CursorTarget) => model.moveOut();
const moveIn = ({ model }: CursorTarget) => model.moveIn();

/** Keys that act on any rows, while these are on screen. */
export const CURSOR_KEYS: readonly KeyLine<CursorTarget>[] = [
  {
    shown: "↑ ↓ or k j",
    words: "Previous, next row",
    actions: { ArrowUp: previous, k: previous, ArrowDown: next, j: next },
  },
  {
    shown: "PgUp PgDn",
    words: "Previous, next page",
    actions: {
      PageUp: ({ model, countRows }) => model.moveBy(-countRows()),
      PageDown: ({ model, countRows }) => model.moveBy(countRows()),
    },
  },
  {
    shown: "Home End",
    words: "First, last row",
    actions: { Home: ({ model }) => model.moveBy(-Infinity), End: ({ model }) => model.moveBy(Infinity) },
  },
  {
    shown: "← → or h l",
    words: "Close, open row",
    actions: { ArrowLeft: moveOut, h: moveOut, ArrowRight: moveIn, l: moveIn },
  },
  {
    shown: "Enter",
    words: "Show details",
    actions: {
      Enter(target) {
        const node = activeNode(target);
        if (node) target.onOpen(node);
      },
    },
  },
];

/** Keys that act on the rows of a waterfall. */
export const ROW_KEYS: readonly KeyLine<KeyTarget>[] = [
  ...CURSOR_KEYS,
  {
    shown: "z",
    words: "Zoom to the span",
    actions: {
      z(target) {
        const span = activeNode(target)?.span;
        if (span) target.model.zoomTo(span);
      },
    },
  },
];

/** Keys that work wherever the focus is, but for fields one types in. */
export const PAGE_KEYS: readonly KeyLine<KeyTarget>[] = [
  { shown: "Z", words: "Show the whole time", actions: { Z: ({ model }) => model.setZoom(undefined) } },
  {
    shown: "+ -",
    words: "Show less, more time",
    actions: { "+": ({ model }) => model.zoomBy(1 / ZOOM_STEP), "-": ({ model }) => model.zoomBy(ZOOM_STEP) },
  },
  {
    shown: "a d",
    words: "Earlier, later",
    actions: { a: ({ model }) => model.panBy(-PAN_STEP), d: ({ model }) => model.panBy(PAN_STEP) },
  },
  { shown: "c", words: "Critical path", actions: { c: ({ model }) => model.toggleCriticalPath() } },
  { shown: "i", words: "Compress idle time", actions: { i: ({ model }) => model.toggleCompressed() } },
  { shown: "Esc", words: "Close details", actions: { Escape: ({ onClose }) => onClose() } },
  {
    shown: "e E",
    words: "Cause, then next, previous error",
    actions: {
      e: jump((model) => model.goToError(1)),
      E: jump((model) => model.goToError(-1)),
    },
  },
  { shown: "/", words: "Search", actions: { "/": ({ onSearch }) => onSearch() } },
  {
    shown: "n N",
    words: "Next, previous match",
    actions: {
      n: jump((model) => model.goToMatch(1)),
      N: jump((model) => model.goToMatch(-1)),
    },
  },
  {
    shown: "J K",
    words: "Next, previous run of the list",
    actions: { J: ({ onStep }) => onStep("next"), K: ({ onStep }) => onStep("previous") },
  },
  { shown: "f", words: "Follow a run that goes on", actions: { f: ({ model }) => model.follow.toggle() } },
  { shown: "m", words: "Messages of a run", actions: { m: ({ onMessages }) => onMessages() } },
  { shown: "?", words: "This help", actions: { "?": ({ onHelp }) => onHelp() } },
];

function jump(go: (model: WaterfallModel) => void): (target: KeyTarget) => void {
  return ({ model, onJump }) => {
    go(model);
    onJump();
  };
}
