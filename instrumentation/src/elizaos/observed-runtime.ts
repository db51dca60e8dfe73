import type { ContextStorage } from "../context-storage.ts";
import type { RunTracer } from "../run-tracer.ts";
import { safely } from "../safely.ts";
import type { BlindSpots } from "./blind-spots.ts";
import type { Frames } from "./frame.ts";
import type { ElizaRuntime } from "./internal-types.ts";
import { call, read } from "./read.ts";

/** One runtime under observation. */
export interface ObservedRuntime {
  readonly runtime: ElizaRuntime;
  readonly tracer: RunTracer;
  readonly contextStorage: ContextStorage;
  readonly frames: Frames;
  readonly blindSpots: BlindSpots;
  readonly captureContent: boolean;
  /** Whether composed states and their context providers are steps. */
  readonly contextProviderSpans: boolean;
  /** Of a call outside any run: whether the agent is still being set up. */
  phase(): "system_init" | "background";
  /** Calls `start` so that elizaOS takes `runId` where it would make up a new one. */
  withRunId<T>(runId: string, start: () => T): T;
}

/** On the runtime itself: handlers are shared between runtimes and find the right one by it. */
const OBSERVED_RUNTIME = Symbol.for("runline.elizaos.observed_runtime");

export function getObservedRuntime(runtime: unknown): ObservedRuntime | undefined {
  const found = read(runtime, OBSERVED_RUNTIME);
  return isObservedRuntime(found) ? found : undefined;
}

export function setObservedRuntime(runtime: object, observed: ObservedRuntime): void {
  Object.defineProperty(runtime, OBSERVED_RUNTIME, { value: observed, configurable: true });
}

function isObservedRuntime(value: unknown): value is ObservedRuntime {
  return typeof value === "object" && value !== null && "tracer" in value && "frames" in value;
}

/**
 * A run id as the runtime makes them, taken before elizaOS asks for one, so that the span has it from its start.
 *
 * @returns `undefined` where no such id can be had; what it is for then goes unobserved
 */
export function createRunId(runtime: unknown): string | undefined {
  const runId = safely("making a run id", () => call(runtime, "createRunId"), undefined);
  return typeof runId === "string" ? runId : undefined;
}
