import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { findKeyAction, type KeyLine } from "../models/key-line.ts";
import { createKeyReader } from "./create-key-reader.ts";

/** The keys of a page with rows. */
export interface GridKeys<Target> {
  /** For the rows, while these are on screen. */
  rows: readonly KeyLine<Target>[];
  /** Wherever the focus is. */
  page: readonly KeyLine<Target>[];
}

/**
 * Listens to the keys of a page with rows, but for those that the control with the focus has a use for. The page takes no focus by itself, so that a screen reader begins at its top; the first key of the rows gives it to the
 * grid.
 *
 * @param grid - the rows, while they are on screen
 */
export function useGridKeys<Target>(target: Target, keys: GridKeys<Target>, grid: RefObject<HTMLElement | null>): void {
  const current = useRef(target);
  current.current = target;
  useEffect(() => {
    const read = createKeyReader();
    const listen = (event: KeyboardEvent) => {
      const key = read(event);
      if (key === undefined) return;
      const rows = grid.current;
      const rowAction = rows && isForRows(event, rows) ? findKeyAction(keys.rows, key) : undefined;
      const action = rowAction ?? findKeyAction(keys.page, key);
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
