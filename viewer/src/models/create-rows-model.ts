import { batch, computed, type ReadonlySignal } from "@preact/signals";
import { createViewModel, type ViewModel } from "./create-view-model.ts";
import { toShownKind, type ShownKind } from "./shown-kind.ts";
import { CALLERS_ID, type SpanNode, type SpanTree } from "./span-tree.ts";
import { toWaterfallRows, type WaterfallRow } from "./waterfall-rows.ts";

/** The rows of a waterfall, and what is out of sight: closed rows and hidden kinds. */
export interface RowsModel {
  rows: ReadonlySignal<WaterfallRow[]>;
  hiddenKinds: ReadonlySignal<ReadonlySet<ShownKind>>;
  toggleKind(kind: ShownKind): void;
  toggle(id: string): void;
  /** Opens all rows, or closes all but the top ones. */
  setAll(rows: "open" | "closed"): void;
  /** Opens everything above, and shows the kind. */
  uncover(node: SpanNode): void;
}

/** Makes the model; what was opened and closed stays so when the tree grows. */
export function createRowsModel(tree: ReadonlySignal<SpanTree>, page: ViewModel = createViewModel()): RowsModel {
  const all = page.part("rows");
  const folds = page.part("fold");
  const kinds = page.part("hide");
  const switched = computed(() => new Set(folds.value));
  const hiddenKinds = computed<ReadonlySet<ShownKind>>(() => new Set(kinds.value));
  const isCollapsedByItself = (node: SpanNode) =>
    all.value === undefined ? isCollapsedAtFirst(node) : all.value === "closed" && node.parent !== undefined;
  const isCollapsed = (node: SpanNode) => isCollapsedByItself(node) !== switched.value.has(node.id);
  const rows = computed(() => toWaterfallRows(tree.value.roots, { isCollapsed, hiddenKinds: hiddenKinds.value }));

  function toggle(id: string): void {
    page.change({ fold: toList(toggled(switched.peek(), id)) });
  }

  function toggleKind(kind: ShownKind): void {
    page.change({ hide: toList(withKindToggled(hiddenKinds.peek(), kind)) });
  }

  return {
    rows,
    hiddenKinds,
    toggleKind,
    toggle,
    setAll: (next) => page.change({ rows: next, fold: undefined }),
    uncover(node) {
      batch(() => {
        for (let above = node.parent; above; above = above.parent) {
          if (isCollapsed(above)) toggle(above.id);
        }
        const kind = node.span && toShownKind(node.span);
        if (kind && hiddenKinds.peek().has(kind)) toggleKind(kind);
      });
    },
  };
}

/**
 * Of several tries, the last one says how the step went. Callers are not the run's own; a composed state has dozens of context providers, among which the steps would be lost; and what a call
 * of a model is made of tells the same once more.
 */
function isCollapsedAtFirst({ id, span, children, tries }: SpanNode): boolean {
  if (id === CALLERS_ID || span?.kind === "composed_state" || tries !== undefined) return true;
  return (span?.kind === "model_call" || span?.kind === "embedding") && children.every(isPartOfCall);
}

function isPartOfCall({ span }: SpanNode): boolean {
  return span?.detailOf !== undefined || span?.kind === "infrastructure";
}

/** `undefined` for none, as at first. */
function toList<T>(set: ReadonlySet<T>): readonly T[] | undefined {
  return set.size === 0 ? undefined : [...set];
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

/** A composed state is hidden and shown with its context providers: without it, dozens of them would stand in the open. */
function withKindToggled(hiddenKinds: ReadonlySet<ShownKind>, kind: ShownKind): ReadonlySet<ShownKind> {
  const next = new Set(toggled(hiddenKinds, kind));
  if (kind === "composed_state" && next.has(kind)) next.add("context_provider");
  else if (kind === "composed_state") next.delete("context_provider");
  else if (kind === "context_provider" && !next.has(kind)) next.delete("composed_state");
  return next;
}
