import type { WaterfallModel } from "./create-waterfall-model.ts";
import type { SpanNode } from "./span-tree.ts";

/** What the keys of the focused waterfall act on. */
export interface GridKeyTarget {
  model: WaterfallModel;
  rowsPerPage: number;
  /** Opens a row: the drawer of a span, or the group. */
  onOpen: (node: SpanNode) => void;
}

/** What the keys of the whole page act on. */
export interface PageKeyTarget {
  model: WaterfallModel;
  onClose: () => void;
  onHelp: () => void;
  onSearch: () => void;
  /** Called after the cursor has jumped: the waterfall comes on screen and takes the focus. */
  onJump: () => void;
}

/** Keys that belong together: one line of the help, and what each of them does, by its `KeyboardEvent.key`. */
interface KeyLine<Target> {
  shown: string;
  words: string;
  actions: Readonly<Record<string, (target: Target) => void>>;
}

const activeNode = ({ model }: GridKeyTarget) => model.rows.peek()[model.activeIndex.peek()]?.node;
const previous = ({ model }: GridKeyTarget) => model.moveBy(-1);
const next = ({ model }: GridKeyTarget) => model.moveBy(1);
const moveOut = ({ model }: GridKeyTarget) => model.moveOut();
const moveIn = ({ model }: GridKeyTarget) => model.moveIn();

/** Keys that work while the waterfall has the focus. */
export const GRID_KEYS: readonly KeyLine<GridKeyTarget>[] = [
  {
    shown: "↑ ↓ or k j",
    words: "Previous, next row",
    actions: { ArrowUp: previous, k: previous, ArrowDown: next, j: next },
  },
  {
    shown: "PgUp PgDn",
    words: "Previous, next page",
    actions: {
      PageUp: ({ model, rowsPerPage }) => model.moveBy(-rowsPerPage),
      PageDown: ({ model, rowsPerPage }) => model.moveBy(rowsPerPage),
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
export const PAGE_KEYS: readonly KeyLine<PageKeyTarget>[] = [
  { shown: "Z", words: "Show the whole time", actions: { Z: ({ model }) => model.setZoom(undefined) } },
  { shown: "Esc", words: "Close details", actions: { Escape: ({ onClose }) => onClose() } },
  {
    shown: "e E",
    words: "Next, previous error",
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
  { shown: "?", words: "This help", actions: { "?": ({ onHelp }) => onHelp() } },
];

function jump(go: (model: WaterfallModel) => void): (target: PageKeyTarget) => void {
  return ({ model, onJump }) => {
    go(model);
    onJump();
  };
}

/** What a key does; `undefined` for a key that does nothing. */
export function findKeyAction<Target>(
  lines: readonly KeyLine<Target>[],
  key: string,
): ((target: Target) => void) | undefined {
  return lines.find(({ actions }) => Object.hasOwn(actions, key))?.actions[key];
}
