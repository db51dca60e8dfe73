import type { RunTracer } from "../run-tracer.ts";
import type { ContextStorage } from "../types.ts";
import type { Frames } from "./frame.ts";
import type { ElizaRuntime } from "./internal-types.ts";
import { read } from "./read.ts";

/** One runtime under observation. */
export interface Attachment {
  readonly runtime: ElizaRuntime;
  readonly tracer: RunTracer;
  readonly contextStorage: ContextStorage;
  readonly frames: Frames;
  readonly captureContent: boolean;
  /** Whether the composing of state and its providers are steps. */
  readonly providerSpans: boolean;
  /** Of a call outside any run: whether the agent is still being set up. */
  phase(): "system_init" | "background";
  /** Calls `start` so that elizaOS takes `runId` where it would make up a new one. */
  withRunId<T>(runId: string, start: () => T): T;
}

/** On the runtime itself: handlers are shared between runtimes and find the right one by it. */
const ATTACHMENT = Symbol.for("runline.elizaos.attachment");

export function getAttachment(runtime: unknown): Attachment | undefined {
  const found = read(runtime, ATTACHMENT);
  return isAttachment(found) ? found : undefined;
}

export function setAttachment(runtime: object, attachment: Attachment): void {
  Object.defineProperty(runtime, ATTACHMENT, { value: attachment, configurable: true });
}

function isAttachment(value: unknown): value is Attachment {
  return typeof value === "object" && value !== null && "tracer" in value && "frames" in value;
}
