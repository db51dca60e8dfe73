import { readRunPath, type RunName } from "../models/compare-path.ts";

/** The run whose line an element is in; `undefined` for an element outside of all lines. */
export function readRowRun(element: EventTarget | null): RunName | undefined {
  const link =
    element instanceof Element ? element.closest(".run-row")?.querySelector<HTMLAnchorElement>(".row-link") : undefined;
  return link ? readRunPath(link.pathname) : undefined;
}
