import type { RunObservation } from "@runline/contract";
import { formatCount } from "./format-count.ts";
import { formatDuration } from "./format-duration.ts";

/**
 * What was observed of a step, behind the label of which it stands.
 *
 * @example formatObservation({ kind: "retried_step", label: "POST tables.example.com", times: 3, durationMs: 2940, … }) // "tried 3 times in 2.94 s"
 */
export function formatObservation({ kind, times = 0, durationMs = 0, tokens }: RunObservation): string {
  const often = `${formatCount(times)} times`;
  switch (kind) {
    case "interrupted_step":
      return "asked somebody, whose answer begins another run";
    case "repeated_action":
      return `called ${often} with the same arguments`;
    case "retried_step":
      return `tried ${often} in ${formatDuration(durationMs)}`;
    case "outside_call":
      return `kept the run waiting for ${formatDuration(durationMs)}`;
    case "growing_prompt":
      return `asked ${often}, ${formatCount(tokens?.first ?? 0)} to ${formatCount(tokens?.last ?? 0)} tokens in`;
    case "slow_provider":
      return `provided context for ${formatDuration(durationMs)}`;
  }
}
