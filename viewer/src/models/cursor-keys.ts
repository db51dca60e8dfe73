import type { CursorModel } from "./create-cursor-model.ts";
import type { RowsModel } from "./create-rows-model.ts";
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

/** The step of the row that the cursor is on. */
export const activeNode = ({ model }: CursorTarget) => model.rows.peek()[model.activeIndex.peek()]?.node;
const previous = ({ model }: CursorTarget) => model.moveBy(-1);
const next = ({ model }: CursorTarget) => model.moveBy(1);
const moveOut = ({ model }: CursorTarget) => model.moveOut();
const moveIn = ({ model }: CursorTarget) => model.moveIn();
const toFirst = ({ model }: CursorTarget) => model.moveBy(-Infinity);
const toLast = ({ model }: CursorTarget) => model.moveBy(Infinity);

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
    shown: "Home End or gg G",
    words: "First, last row",
    actions: { Home: toFirst, gg: toFirst, End: toLast, G: toLast },
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
