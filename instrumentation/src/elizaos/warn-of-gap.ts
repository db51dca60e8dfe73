import { readString } from "./read.ts";

/** Says as a process warning what of an agent is not recorded: the agent goes on all the same, and whoever added the plugin should know. */
export function warnOfGap(runtime: unknown, what: string, reason: string): void {
  const name = readString(runtime, "character", "name") ?? "this agent";
  process.emitWarning(`Runline does not record the ${what} of ${name}: ${reason}`, {
    type: "RunlineWarning",
    code: "RUNLINE_ELIZAOS",
  });
}
