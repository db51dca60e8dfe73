import { findKeyAction, GRID_KEYS, type GridKeyTarget } from "../models/run-keys.ts";

/** Does what a key means in the focused waterfall; the keys of the whole page are not touched. */
export function handleWaterfallKey(event: KeyboardEvent, target: GridKeyTarget): void {
  if (event.altKey || event.metaKey) return;
  const action = findKeyAction(GRID_KEYS, event.key);
  if (!action || (event.ctrlKey && event.key !== "Home" && event.key !== "End")) return;
  event.preventDefault();
  action(target);
}
