import { safely } from "../safely.ts";
import type { ElizaRuntime } from "./internal-types.ts";
import { read } from "./read.ts";

/** Says something in the agent's own log, where it has one. */
export function logInfo(runtime: ElizaRuntime, message: string): void {
  const logger = read(runtime, "logger");
  const info = read(logger, "info");
  if (typeof info !== "function") return;
  const context = { src: "plugin:runline", agentId: runtime.agentId };
  safely("logging", () => void Reflect.apply(info, logger, [context, message]), undefined);
}
