import type { SpanNode } from "../models/span-tree.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";

/** What a key may do beside moving the cursor. */
export interface WaterfallKeyOptions {
  rowsPerPage: number;
  /** Opens a row: the drawer of a span, or the group. */
  onOpen: (node: SpanNode) => void;
}

/** Keys of the grid itself; the page adds `/`, `e`, `n`, `Z` and `?`, which work wherever the focus is. */
export function handleWaterfallKey(event: KeyboardEvent, model: WaterfallModel, options: WaterfallKeyOptions): void {
  if (event.altKey || event.metaKey) return;
  const active = model.rows.peek()[model.activeIndex.peek()]?.node;
  const actions: Record<string, () => void> = {
    ArrowDown: () => model.moveBy(1),
    j: () => model.moveBy(1),
    ArrowUp: () => model.moveBy(-1),
    k: () => model.moveBy(-1),
    PageDown: () => model.moveBy(options.rowsPerPage),
    PageUp: () => model.moveBy(-options.rowsPerPage),
    Home: () => model.moveBy(-Infinity),
    End: () => model.moveBy(Infinity),
    ArrowRight: () => model.moveIn(),
    l: () => model.moveIn(),
    ArrowLeft: () => model.moveOut(),
    h: () => model.moveOut(),
    Enter: () => active && options.onOpen(active),
    z: () => active && model.zoomTo(active.id),
  };
  const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
  if (!action || (event.ctrlKey && event.key !== "Home" && event.key !== "End")) return;
  event.preventDefault();
  action();
}
