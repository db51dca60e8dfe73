/**
 * Values of `logs.type`: elizaOS's own, so that anything that reads elizaOS logs can read ours, plus what elizaOS has no row for:
 * `span` for infrastructure spans and plans, `log_record` for log records of OpenTelemetry.
 */
export const LOG_TYPES = [
  "run_event",
  "action_event",
  "action",
  "evaluator",
  "embedding_event",
  "span",
  "log_record",
] as const;

const MODEL_PREFIX = "useModel:";

/** A value of `logs.type`; a model call carries its model type in it. @example "useModel:TEXT_LARGE" */
export type LogType = (typeof LOG_TYPES)[number] | `useModel:${string}`;

/** The log type of a model call. @example toModelLogType("TEXT_LARGE") // "useModel:TEXT_LARGE" */
export function toModelLogType(modelType: string): LogType {
  return `${MODEL_PREFIX}${modelType}`;
}

/** The model type in a log type, or `undefined` when the row is not a model call. */
export function fromModelLogType(type: string): string | undefined {
  return type.startsWith(MODEL_PREFIX) ? type.slice(MODEL_PREFIX.length) : undefined;
}
