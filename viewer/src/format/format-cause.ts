import type { RunSummary } from "@runline/contract";
import { formatDuration } from "./format-duration.ts";
import { formatCount } from "./format-count.ts";
import { formatShare } from "./format-share.ts";

/** Why a run failed, in the parts that are told apart by the eye. */
export interface FailureWords {
  /** Labels of the steps on the way to what failed; empty when that is the run itself. */
  path: readonly string[];
  what: string;
  /** In how many tries, how long, and how much of the run unless the step went on after that. */
  circumstances: string[];
}

/**
 * Why a run failed. Of one that an earlier version has stored, no more than the agent's own words or one line is known.
 *
 * @example toFailureWords(run) // { path: ["BOOK_TABLE", "POST"], what: "refused", circumstances: ["3 tries", "3.4 s", "55 %"] }
 */
export function toFailureWords(run: Pick<RunSummary, "cause" | "name" | "metadata" | "durationMs">): FailureWords {
  const { cause, name, metadata, durationMs } = run;
  const what = cause?.message ?? metadata?.error ?? cause?.text ?? "no step says why";
  if (!cause || what === cause.text) return { path: [], what, circumstances: [] };
  const isRunItself = cause.path.length === 1 && cause.path[0] === name;
  const { attempts, durationMs: tookMs } = cause;
  const circumstances = [
    attempts > 1 && `${formatCount(attempts)} tries`,
    tookMs !== undefined && formatDuration(tookMs),
    tookMs !== undefined && durationMs !== undefined && tookMs <= durationMs && formatShare(tookMs, durationMs),
  ];
  return { path: isRunItself ? [] : cause.path, what, circumstances: circumstances.filter((each) => each !== false) };
}
