import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { RowsModel } from "./create-rows-model.ts";
import type { SpanNode, SpanTree } from "./span-tree.ts";
import { toWaterfallRows } from "./waterfall-rows.ts";

/** The row that the keys act on, and how it moves. */
export interface CursorModel {
  activeId: ReadonlySignal<string | undefined>;
  activeIndex: ReadonlySignal<number>;
  /** Counts the moves of the cursor: each one brings its row into view, also when it was there already. */
  moves: ReadonlySignal<number>;
  /** Moves the cursor by rows; stops at the ends. */
  moveBy(rows: number): void;
  /** Opens the row, or goes to its first child when it is open. */
  moveIn(): void;
  /** Closes the row, or goes to its parent when it is closed or has none. */
  moveOut(): void;
  /** Goes to a span and opens everything above it. */
  reveal(id: string): void;
  /**
   * Goes to the cause of the run, and from a failure to the next or previous one, around the ends; also to those inside closed rows.
   * What failed because of something inside it is passed over.
   */
  goToError(step: 1 | -1): void;
  /** Goes to the next or previous match in the same way, or to the first or last of all. */
  goToMatch(which: 1 | -1 | "first" | "last"): void;
}

/** What the cursor moves over. */
export interface CursorOptions {
  tree: ReadonlySignal<SpanTree>;
  rows: RowsModel;
  matches: ReadonlySignal<ReadonlySet<string>>;
  causeId: ReadonlySignal<string | undefined>;
  culprits: ReadonlySignal<ReadonlySet<string>>;
}

/** Place of a cursor that was not moved yet: before the first row. */
const NOWHERE = -1;

/** Makes the model; the cursor is nowhere until it is moved. */
export function createCursorModel(options: CursorOptions): CursorModel {
  const { tree, rows: model, matches, causeId, culprits } = options;
  const { rows } = model;
  const activeId = signal<string | undefined>(undefined);
  const moves = signal(0);
  const activeIndex = computed(() => rows.value.findIndex(({ node }) => node.id === activeId.value));
  const activeRow = () => rows.peek()[activeIndex.peek()];
  const all = computed(() =>
    toWaterfallRows(tree.value.roots, { isCollapsed: () => false, hiddenKinds: new Set() }).map(({ node }) => node),
  );

  function moveTo(id: string | undefined): void {
    batch(() => {
      activeId.value = id;
      moves.value = moves.peek() + 1;
    });
  }

  function moveBy(count: number): void {
    const last = rows.peek().length - 1;
    const next = Math.max(0, Math.min(last, activeIndex.peek() + count));
    moveTo(rows.peek()[next]?.node.id);
  }

  function reveal(id: string): void {
    const node = tree.peek().nodes.get(id);
    if (!node) return;
    batch(() => {
      model.uncover(node);
      moveTo(id);
    });
  }

  const activePlace = () => all.peek().findIndex(({ id }) => id === activeId.peek());

  function goTo(isWanted: (node: SpanNode) => boolean, step: 1 | -1, start = activePlace()): void {
    const nodes = all.peek();
    for (let count = 1; count <= nodes.length; count++) {
      const from = start === NOWHERE && step === -1 ? 0 : start;
      const node = nodes[(from + step * count + nodes.length * 2) % nodes.length];
      if (node && isWanted(node)) return reveal(node.id);
    }
  }

  return {
    activeId,
    activeIndex,
    moves,
    moveBy,
    moveIn() {
      const row = activeRow();
      if (!row || row.childCount === 0) return;
      if (row.isExpanded) moveBy(1);
      else model.toggle(row.node.id);
    },
    moveOut() {
      const row = activeRow();
      if (row?.isExpanded) model.toggle(row.node.id);
      else if (row?.node.parent) reveal(row.node.parent.id);
    },
    reveal,
    goToError(step) {
      const { nodes } = tree.peek();
      const active = activeId.peek() ?? "";
      const cause = causeId.peek();
      const isAway = active !== cause && !culprits.peek().has(active);
      if (cause !== undefined && nodes.has(cause) && isAway) reveal(cause);
      else goTo(({ id }) => culprits.peek().has(id), step);
    },
    goToMatch(which) {
      const isMatch = ({ id }: SpanNode) => matches.peek().has(id);
      if (which === "first" || which === "last") goTo(isMatch, which === "first" ? 1 : -1, NOWHERE);
      else goTo(isMatch, which);
    },
  };
}
