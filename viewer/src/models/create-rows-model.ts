import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { SpanKind } from "@runline/contract";
import { CALLERS_ID, type SpanNode, type SpanTree } from "./span-tree.ts";
import { toWaterfallRows, type WaterfallRow } from "./waterfall-rows.ts";

/** The rows of a waterfall, and what is out of sight: closed rows and hidden kinds. */
export interface RowsModel {
  rows: ReadonlySignal<WaterfallRow[]>;
  hiddenKinds: ReadonlySignal<ReadonlySet<SpanKind>>;
  toggleKind(kind: SpanKind): void;
  toggle(id: string): void;
  /** Opens everything above, and shows the kind. */
  uncover(node: SpanNode): void;
}

/** Makes the model; what was opened and closed stays so when the tree grows. */
export function createRowsModel(tree: ReadonlySignal<SpanTree>): RowsModel {
  const switched = signal<ReadonlySet<string>>(new Set());
  const hiddenKinds = signal<ReadonlySet<SpanKind>>(new Set());
  const isCollapsed = (node: SpanNode) => isCollapsedAtFirst(node) !== switched.value.has(node.id);
  const rows = computed(() => toWaterfallRows(tree.value.roots, { isCollapsed, hiddenKinds: hiddenKinds.value }));

  function toggle(id: string): void {
    switched.value = toggled(switched.peek(), id);
  }

  function toggleKind(kind: SpanKind): void {
    hiddenKinds.value = withKindToggled(hiddenKinds.peek(), kind);
  }

  return {
    rows,
    hiddenKinds,
    toggleKind,
    toggle,
    uncover(node) {
      batch(() => {
        for (let above = node.parent; above; above = above.parent) {
          if (isCollapsed(above)) toggle(above.id);
        }
        if (node.span && hiddenKinds.peek().has(node.span.kind)) toggleKind(node.span.kind);
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
