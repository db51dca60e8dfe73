import { safely } from "../safely.ts";
import { isElizaRuntime } from "./internal-types.ts";

/**
 * A run id as the runtime makes them, taken before elizaOS asks for one, so that the span has it from its start.
 *
 * @returns `undefined` where no such id can be had; what it is for then goes unobserved
 */
export function createRunId(runtime: unknown): string | undefined {
  if (!isElizaRuntime(runtime)) return undefined;
  const runId = safely<unknown>("making a run id", () => runtime.createRunId(), undefined);
  return typeof runId === "string" ? runId : undefined;
}
