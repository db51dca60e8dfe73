import * as z from "zod/mini";

/**
 * What a span stands for in the timeline. A `composed_state` puts together what a model is shown, a `context_provider` adds to
 * that.
 * Everything that is not the agent's own work is `infrastructure`.
 */
export const SPAN_KINDS = [
  "run",
  "plan",
  "action",
  "model_call",
  "embedding",
  "evaluator",
  "composed_state",
  "context_provider",
  "infrastructure",
] as const;
/** @see SPAN_KINDS */
export type SpanKind = (typeof SPAN_KINDS)[number];

/** State of a span: `open` = started and still heard of, `lost` = open but silent for `LOST_AFTER_MS`. */
export const SPAN_STATES = ["open", "lost", "ok", "error", "timeout"] as const;
/** @see SPAN_STATES */
export type SpanState = (typeof SPAN_STATES)[number];

/** Something that happened at one moment of a span, such as an exception. `timestamp` is in ms since the epoch. */
export const SpanEvent = z.object({
  name: z.string(),
  timestamp: z.number(),
  attributes: z.record(z.string(), z.unknown()),
});
export type SpanEvent = z.infer<typeof SpanEvent>;

/** Reference of a span to a span elsewhere, such as the one that queued the run. */
export const SpanLink = z.object({
  traceId: z.string(),
  spanId: z.string(),
  attributes: z.record(z.string(), z.unknown()),
});
export type SpanLink = z.infer<typeof SpanLink>;

/**
 * What a model call used, wherever and however its instrumentation wrote it. Sums that the spans around it repeat are left
 * out, and so is what a detail of the call tells again. `inputTokens` includes what came from the cache and went there,
 * `outputTokens` includes reasoning.
 */
export const SpanUsage = z.object({
  inputTokens: z.optional(z.number()),
  outputTokens: z.optional(z.number()),
  cachedInputTokens: z.optional(z.number()),
  cacheWriteInputTokens: z.optional(z.number()),
  reasoningTokens: z.optional(z.number()),
  /** US dollars. */
  cost: z.optional(z.number()),
});
export type SpanUsage = z.infer<typeof SpanUsage>;

/**
 * Agent whose run a span belongs to, when that is another one than the run shown: an agent that the run called.
 *
 * @example { agentId: "5f1d…", name: "Researcher", runId: "0a4f3c1e-…" }
 */
export const OtherAgent = z.object({ agentId: z.string(), name: z.string(), runId: z.string() });
export type OtherAgent = z.infer<typeof OtherAgent>;

/**
 * One bar of the waterfall: what a row shows, without content. Times are ms since the epoch with a fraction (the wire has ns; a double
 * holds µs exactly). What was sent along is asked for span by span; see {@link SpanDetail}.
 *
 * `parentSpanId` may name a span that is not in the list: its sender never delivered it.
 *
 * An action, model call, embedding or evaluator without `detailOf`, `otherAgent` and `caller` is a step of the run: the counts of
 * the summary are the numbers of those.
 *
 * @example { spanId: "b7ad6b7169203331", kind: "action", name: "execute_tool GET_WEATHER", state: "ok", … }
 */
export const RunSpan = z.object({
  spanId: z.string(),
  parentSpanId: z.optional(z.string()),
  traceId: z.string(),
  /**
   * Run that the span names, or is below by its `tracestate`; for an action the run of its plan. A span that tells of no run has
   * the key of its trace here; see {@link isKeyedByTrace}.
   */
  runId: z.string(),
  kind: z.enum(SPAN_KINDS),
  name: z.string(),
  /** Short name without the operation: the action, the model, the evaluator, the agent. */
  label: z.string(),
  /**
   * What tells the span from others of its label, at most 80 characters: the slot of a model call, the place of an action in its plan,
   * where an HTTP call went and what it answered, the query of a database.
   */
  detail: z.optional(z.string()),
  /** 2 and more when a model call repeats the one before it word for word. */
  attempt: z.optional(z.number()),
  state: z.enum(SPAN_STATES),
  startedAt: z.number(),
  endedAt: z.optional(z.number()),
  durationMs: z.optional(z.number()),
  /** What went wrong, in the words of the agent: the beginning of a long text, of which the details of the span have the whole. */
  error: z.optional(z.string()),
  /** `true` on a span above the run: a caller that the run joined. */
  caller: z.optional(z.boolean()),
  /** `low` on a step that may belong to another run; see `runline.attribution`. */
  attribution: z.optional(z.literal("low")),
  /** Span id of the step that this one tells of again, as a second instrumentation of the same call does. */
  detailOf: z.optional(z.string()),
  /** How far the clock of the span is off from that of its run at least, in ms: negative when it is behind. */
  clockOffsetMs: z.optional(z.number()),
  /** On a span of another agent's run inside this one; its counts are that run's. */
  otherAgent: z.optional(OtherAgent),
  /** On a model call or an embedding that says what it used. */
  usage: z.optional(SpanUsage),
  serviceName: z.optional(z.string()),
  /** `true` when something that went in or came out of the step was captured. */
  hasContent: z.optional(z.boolean()),
});
export type RunSpan = z.infer<typeof RunSpan>;

/**
 * Whether `runId` of the span is the key of its trace, which is the trace id written as a UUID: the span tells of no run, or of
 * the one that owns the trace, since that run has the same id.
 */
export function isKeyedByTrace({ runId, traceId }: Pick<RunSpan, "runId" | "traceId">): boolean {
  return runId.replaceAll("-", "") === traceId;
}

/** What an answer leaves out because it would be too large: that many spans, those that started last. */
export const SpansCut = z.object({ spans: z.number() });
export type SpansCut = z.infer<typeof SpansCut>;

/** Answer of `GET /api/agents/:agentId/runs/:runId/spans`: every span of the run, by start time. */
export const RunSpans = z.object({ spans: z.array(RunSpan), cut: z.optional(SpansCut) });
export type RunSpans = z.infer<typeof RunSpans>;

/**
 * One line of the same answer as `application/x-ndjson`, which comes while it is read. Spans replace those of the same id that came
 * before, and `gone` takes spans away: of a large run, the first lines are written before the whole of it is known.
 *
 * The first line says how many spans there are about (`total`), and whether these are all spans (`isWhole`) or what has changed since
 * the `after` of the request. The last line has the `cursor` for the next `after`: an answer without it broke off.
 *
 * @example
 * {"total":12000,"isWhole":true}
 * {"spans":[{"spanId":"b7ad6b7169203331",…},…]}
 * {"cursor":"mb1x3e-7"}
 */
export const SpansLine = z.object({
  total: z.optional(z.number()),
  isWhole: z.optional(z.boolean()),
  spans: z.optional(z.array(RunSpan)),
  gone: z.optional(z.array(z.string())),
  cursor: z.optional(z.string()),
  cut: z.optional(SpansCut),
});
export type SpansLine = z.infer<typeof SpansLine>;

/** What was sent of one span beside what its bar shows. */
export const SpanDetail = z.object({
  spanId: z.string(),
  parentSpanId: z.optional(z.string()),
  traceId: z.string(),
  name: z.string(),
  /** What went wrong, in the words of the agent. */
  error: z.optional(z.string()),
  /**
   * What went in, when the agent captures content: messages to a model or an agent in the one form that `readConversation` takes,
   * or any other JSON value, such as the arguments of an action.
   */
  input: z.optional(z.unknown()),
  /** What came out, in the same forms: answer of a model, result of an action. */
  output: z.optional(z.unknown()),
  /** All attributes as sent, but for those that `input` and `output` were taken from. */
  attributes: z.record(z.string(), z.unknown()),
  events: z.array(SpanEvent),
  links: z.array(SpanLink),
});
export type SpanDetail = z.infer<typeof SpanDetail>;

/** Answer of `GET …/spans/:spanId`, of a run or of a trace. */
export const SpanAnswer = z.object({ span: SpanDetail });
export type SpanAnswer = z.infer<typeof SpanAnswer>;
