import { formatPlural } from "../format/format-count.ts";
import type { TextDiff } from "../models/diff-text.ts";

/** How two texts differ, in some words. @example "2 lines only in B, 1 line changed" */
export function formatDiff({ lines, changed, removed, added, cut }: TextDiff): string {
  if (lines.length === 0) return "Nothing was captured in either run.";
  const words = [
    added > 0 && `${formatPlural(added, "line")} only in B`,
    removed > 0 && `${formatPlural(removed, "line")} only in A`,
    changed > 0 && `${formatPlural(changed, "line")} changed`,
  ].filter(Boolean);
  const rest = cut > 0 ? `; ${formatPlural(cut, "character")} further on were not compared` : "";
  return `${words.length === 0 ? "the same in both" : words.join(", ")}${rest}`;
}
