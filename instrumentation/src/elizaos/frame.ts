import type { ActionHandle, ActionInput, EmbeddingHandle, PlanHandle, RunHandle, StepHandle } from "../types.ts";

/** A run on its way. */
export interface RunFrame {
  readonly run: RunHandle;
  readonly runId: string;
  readonly messageId: string | undefined;
  readonly roomId: string | undefined;
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
export interface Frame {
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
