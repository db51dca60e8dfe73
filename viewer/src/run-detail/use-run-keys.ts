import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { findKeyAction } from "../models/key-line.ts";
import { PAGE_KEYS, ROW_KEYS, type KeyTarget } from "../models/run-keys.ts";
import { isField } from "../ui/is-field.ts";

/**
 * Listens to the keys of the run page, but for those that the control with the focus has a use for: in a field one types in, only Esc
 * is ours. The page takes no focus by itself, so that a screen reader begins at its top; the first key of the rows gives it to the grid.
 *
 * @param grid - the waterfall, while it is on screen
 */
export function useRunKeys(target: KeyTarget, grid: RefObject<HTMLElement | null>): void {
  const current = useRef(target);
  current.current = target;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { key } = event;
      if (event.defaultPrevented || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
      if (event.ctrlKey && key !== "Home" && key !== "End") return;
      if (key !== "Escape" && isField(event.target)) return;
      const rows = grid.current;
      const rowAction = rows && isForRows(event, rows) ? findKeyAction(ROW_KEYS, key) : undefined;
      const action = rowAction ?? findKeyAction(PAGE_KEYS, key);
      if (!action) return;
      event.preventDefault();
      action(current.current);
      if (rowAction) rows?.focus();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/** Arrows, Enter and the like belong to the control with the focus; after a click beside all controls that is the body or `main`. */
function isForRows({ key, target }: KeyboardEvent, rows: HTMLElement): boolean {
  if (!(target instanceof Element)) return false;
  return key.length === 1 || rows.contains(target) || target === document.body || target.id === "main";
}
