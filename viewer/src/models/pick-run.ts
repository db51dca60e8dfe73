import type { Signal } from "@preact/signals";
import { isSameRun, toComparePath, type RunName } from "./compare-path.ts";

/**
 * Picks a run to be compared: a second one makes the comparison, and the same once more is picked no longer.
 *
 * @returns where the comparison is, once there are two
 */
export function pickRun(picked: Signal<RunName | undefined>, run: RunName): string | undefined {
  const first = picked.peek();
  picked.value = first ? undefined : run;
  return first && !isSameRun(first, run) ? toComparePath(first, run) : undefined;
}
