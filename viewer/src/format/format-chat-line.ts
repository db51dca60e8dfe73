import type { RunSummary } from "@runline/contract";
import { toFailureWords } from "./format-cause.ts";
import { formatDuration } from "./format-duration.ts";
import { STATUS_WORDS, toShownStatus } from "./format-status.ts";
import { toWorkMs } from "./work-ms.ts";

/**
 * A run in one line, for a message to a colleague: how it ended, what was asked of whom, how long it took, why it failed, where it is.
 *
 * @example formatChatLine(run, href) // "Error · Book a table · Concierge · 6.20 s · BOOK_TABLE › POST tables.example.com: refused (3 tries, 3.10 s, 50 % of the run) · http://…"
 */
export function formatChatLine(run: RunSummary, href: string): string {
  const { message, name, status, waiting } = run;
  const workMs = toWorkMs(run);
  const words = [
    STATUS_WORDS[toShownStatus(run)],
    message,
    name,
    workMs === undefined ? undefined : formatDuration(workMs),
    waiting && `waiting for ${waiting.for}`,
    status === "error" || status === "timeout" ? formatFailure(run) : undefined,
    href,
  ];
  return words.filter(Boolean).join(" · ").replaceAll(/\s+/g, " ");
}

function formatFailure(run: RunSummary): string {
  const { path, what, circumstances } = toFailureWords(run);
  const why = path.length === 0 ? what : `${path.join(" › ")}: ${what}`;
  return circumstances.length === 0 ? why : `${why} (${circumstances.join(", ")})`;
}
