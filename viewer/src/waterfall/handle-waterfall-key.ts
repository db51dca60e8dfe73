import type { WaterfallModel } from "../models/create-waterfall-model.ts";

/** What a key may do beside moving the cursor. */
export interface WaterfallKeyOptions {
  rowsPerPage: number;
  onSelect: (id: string | undefined) => void;
}

/** Keys of the grid itself; the page adds `/`, `e`, `n` and `?`, which work wherever the focus is. */
export function handleWaterfallKey(event: KeyboardEvent, model: WaterfallModel, options: WaterfallKeyOptions): void {
  if (event.altKey || event.metaKey) return;
  const activeId = model.activeId.peek();
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
    Enter: () => options.onSelect(activeId),
    z: () => activeId !== undefined && model.zoomTo(activeId),
    Z: () => model.setZoom({ from: 0, to: 1 }),
  };
  const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
  if (!action || (event.ctrlKey && event.key !== "Home" && event.key !== "End")) return;
  event.preventDefault();
  action();
}
