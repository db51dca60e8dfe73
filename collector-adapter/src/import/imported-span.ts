import { createHash } from "node:crypto";

/** Value of an attribute; a number that is whole is sent as an integer. */
export type ImportedValue = string | number | boolean;

/** Which run. */
export interface RunKey {
  agentId: string;
  runId: string;
}

/** The run that a span counts for, as far as it must be known to leave out what Runline has recorded itself. */
export interface ImportedRun extends RunKey {
  startedAt: number;
  /** Without a row of the run itself, `startedAt` is only when its first known step ended. */
  isStartKnown: boolean;
}

/** One rebuilt span, times in ms since the epoch. Without an end it is a snapshot of something that goes on. */
export interface ImportedSpan {
  agentId: string;
  /** Absent outside any run. */
  run?: ImportedRun | undefined;
  traceId: string;
  spanId: string;
  parentSpanId?: string | undefined;
  name: string;
  isClient: boolean;
  startedAt: number;
  endedAt?: number | undefined;
  error?: string | undefined;
  attributes: Readonly<Record<string, ImportedValue | undefined>>;
}

/** The trace of a run: its id without dashes, as when it is recorded live. */
export function toTraceId(runId: string): string {
  return runId.replaceAll("-", "");
}

/** The span of an action: the first 8 bytes of its id, as when it is recorded live. */
export function toActionSpanId(actionId: string): string {
  return actionId.replaceAll("-", "").slice(0, 16);
}

/** The same words always give the same id, so that a second import makes the same rows. */
export function toSpanId(...identity: readonly string[]): string {
  return createHash("sha256").update(identity.join("/")).digest("hex").slice(0, 16);
}

/** A trace of its own for what belongs to no run. */
export function toLooseTraceId(rowId: string): string {
  return createHash("sha256").update(`trace/${rowId}`).digest("hex").slice(0, 32);
}
