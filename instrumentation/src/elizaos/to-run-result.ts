import type { RunResult } from "../types.ts";
import type { RunFrame } from "./frame.ts";
import { read } from "./read.ts";

/**
 * How a run has ended whose `handleMessage` returned `value`. elizaOS says "completed" of a run that failed but names the
 * error, and says nothing of an answer that was discarded because a newer message came.
 */
export function toRunResult({ end, isAnnounced }: Pick<RunFrame, "end" | "isAnnounced">, value: unknown): RunResult {
  const output = read(value, "responseContent", "text");
  if (end?.error !== undefined) return { status: "error", error: end.error, output };
  if (end?.status === "error" || end?.status === "timeout") return { status: end.status, output };
  const isDiscarded = end === undefined && isAnnounced && read(value, "didRespond") === false;
  return { status: "completed", outcome: isDiscarded ? "superseded" : (end?.status ?? "completed"), output };
}
