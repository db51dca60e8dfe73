import type { DirtyFold } from "../sql/list-fold-keys.ts";

/** Folds of more spans are settled one by one, and nobody waits for them. So many take 50 ms. */
const MAX_SPANS = 5_000;

/** Whether a fold is settled apart from the others. */
export function isLarge({ spans }: Pick<DirtyFold, "spans">): boolean {
  return spans > MAX_SPANS;
}
