import type { ContextStorage } from "../context-storage.ts";
import type { ActionHandle, ActionInput } from "../steps/action.ts";
import type { EmbeddingHandle } from "../steps/embedding.ts";
import type { PlanHandle } from "../steps/plan.ts";
import type { RunHandle } from "../steps/run.ts";
import type { StepHandle } from "../steps/step.ts";

/** A run on its way. */
export interface RunFrame {
  readonly run: RunHandle;
  readonly runId: string;
  readonly messageId: string | undefined;
  readonly roomId: string | undefined;
  /** The span has the name of the room. */
  isRoomNamed?: boolean;
  /** elizaOS has been given the run id. */
  isClaimed: boolean;
  /** elizaOS announced the run, so it will announce the end too, unless a newer message supersedes it. */
  isAnnounced: boolean;
  /** End the streamed answers that nobody has read to their end. */
  readonly unread: Set<() => void>;
  /** The last model call of each step, by the span of the step, to tell repetitions; as long as the run goes on. */
  lastCalls: WeakMap<object, LastCall> | undefined;
  /** How elizaOS says it ended, and when; what listens to that, as its own log does, keeps the caller waiting longer. */
  end?: { status: string; error: string | undefined; at: number };
}

/** What it takes to tell that the next model call is this one again. */
export interface LastCall {
  readonly modelType: string;
  readonly prompt: string;
  /** 1, or more when it repeats the one before it. */
  readonly attempt: number;
  hasEnded: boolean;
}

/** A plan on its way. elizaOS performs its actions one after the other. */
export interface PlanFrame {
  readonly plan: PlanHandle;
  readonly runId: string;
  /** The action that has been announced and whose handler is about to be called. */
  announced?: ActionInput | undefined;
  /** The action that is going on, when its handler cannot be observed. */
  unobserved?: ActionHandle | undefined;
}

/** What a model says about its call while it is under way. */
export interface ModelReport {
  inputTokens?: number;
  cachedInputTokens?: number;
  outputTokens?: number;
  model?: string;
  /** When the model answered, ms since the epoch; for work that goes on after it. */
  answeredAt?: number;
}

/** Where in elizaOS the current call is. Kept per runtime, apart from the fields of the runtime, which name the wrong run as soon as two overlap. */
interface Frame {
  run?: RunFrame;
  plan?: PlanFrame;
  report?: ModelReport;
  embedding?: EmbeddingHandle;
}

/** The frames of one runtime, carried along the asynchronous calls. */
export interface Frames {
  /** The innermost frame, if any. */
  current(): Frame | undefined;
  /** Calls `fn` with the step active and in the frame; returns what `fn` returns. */
  within<T>(step: StepHandle, frame: Frame, fn: () => T): T;
}

/**
 * Creates the frames of one runtime. They travel in the context of the steps, each runtime's under a key of its own, so that
 * they stay apart where one agent asks another: a second AsyncLocalStorage beside that of the contexts would cost every promise
 * of the process 0.35 µs on Node 20.
 */
export function createFrames(contextStorage: ContextStorage): Frames {
  const key = Symbol("Runline frame");
  return {
    current() {
      const frame = contextStorage.active().getValue(key);
      return isFrame(frame) ? frame : undefined;
    },
    within: (step, frame, fn) => contextStorage.with(step.context.setValue(key, frame), fn),
  };
}

/** Nobody else has the key. */
function isFrame(value: unknown): value is Frame {
  return typeof value === "object" && value !== null;
}
