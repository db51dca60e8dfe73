import * as v from "valibot";

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

/** The kinds that a run counts: what an agent does by itself. */
export const STEP_KINDS = ["action", "model_call", "embedding", "evaluator"] as const satisfies SpanKind[];
/** @see STEP_KINDS */
export type StepKind = (typeof STEP_KINDS)[number];

/**
 * State of a span: `open` = started and still heard of, `lost` = open but silent for `LOST_AFTER_MS`, or for `SILENT_AFTER_MS` when its
 * sender sends no heartbeats.
 */
export const SPAN_STATES = ["open", "lost", "ok", "error", "timeout"] as const;
/** @see SPAN_STATES */
export type SpanState = (typeof SPAN_STATES)[number];

/** Attributes as they were sent. They are not copied: a copy would lack those that are called like a part of every object. */
const Attributes = v.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

/**
 * Something that happened at one moment of a span, such as an exception, or a log record that names the span. `timestamp` is in ms since
 * the epoch. A log record may have a `severity`, in the sender's word for it, a `body`, and no name.
 */
export const SpanEvent = v.object({
  name: v.string(),
  timestamp: v.number(),
  severity: v.optional(v.string()),
  body: v.optional(v.unknown()),
  attributes: Attributes,
});
export type SpanEvent = v.InferOutput<typeof SpanEvent>;

/** Reference of a span to a span elsewhere, such as the one that queued the run. */
export const SpanLink = v.object({
  traceId: v.string(),
  spanId: v.string(),
  attributes: Attributes,
});
export type SpanLink = v.InferOutput<typeof SpanLink>;

/**
 * What a model call used, wherever and however its instrumentation wrote it. Sums that the spans around it repeat are left
 * out, and so is what a detail of the call tells again. `inputTokens` includes what came from the cache, went there and was heard,
 * `outputTokens` includes reasoning and what was spoken. `unsplitTokens` is the total of a call that tells nothing else.
 */
export const SpanUsage = v.object({
  inputTokens: v.optional(v.number()),
  outputTokens: v.optional(v.number()),
  cachedInputTokens: v.optional(v.number()),
  cacheWriteInputTokens: v.optional(v.number()),
  reasoningTokens: v.optional(v.number()),
  audioInputTokens: v.optional(v.number()),
  audioOutputTokens: v.optional(v.number()),
  unsplitTokens: v.optional(v.number()),
  /** US dollars. */
  cost: v.optional(v.number()),
  /** `true` when the call does not tell its price, and it was computed from its tokens and a price list. */
  costIsEstimated: v.optional(v.boolean()),
});
export type SpanUsage = v.InferOutput<typeof SpanUsage>;

/**
 * Agent whose run a span belongs to, when that is another one than the run shown: an agent that the run called.
 *
 * @example { agentId: "5f1d…", name: "Researcher", runId: "0a4f3c1e-…" }
 */
export const OtherAgent = v.object({ agentId: v.string(), name: v.string(), runId: v.string() });
export type OtherAgent = v.InferOutput<typeof OtherAgent>;

/** The moment of a log record, ms since the epoch, without what the record says. A record without a level only tells something. */
export const LogRecordMoment = v.object({ at: v.number(), level: v.optional(v.picklist(["warn", "error"])) });
export type LogRecordMoment = v.InferOutput<typeof LogRecordMoment>;

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
export const RunSpan = v.object({
  spanId: v.string(),
  parentSpanId: v.optional(v.string()),
  traceId: v.string(),
  /**
   * Run that the span names, or is below by its `tracestate`; for an action the run of its plan. A span that tells of no run has
   * the key of its trace here; see {@link isKeyedByTrace}.
   */
  runId: v.string(),
  kind: v.picklist(SPAN_KINDS),
  name: v.string(),
  /** Short name without the operation: the action, the model, the evaluator, the agent. */
  label: v.string(),
  /**
   * What tells the span from others of its label, at most 80 characters: the slot of a model call, the first argument of an action or
   * else its place in the plan, the score of an evaluator, where an HTTP call went and what it answered, the query of a database.
   */
  detail: v.optional(v.string()),
  /** 2 and more when a model call repeats the one before it word for word. */
  attempt: v.optional(v.number()),
  state: v.picklist(SPAN_STATES),
  startedAt: v.number(),
  endedAt: v.optional(v.number()),
  durationMs: v.optional(v.number()),
  /** What went wrong, in the words of the agent: the beginning of a long text, of which the details of the span have the whole. */
  error: v.optional(v.string()),
  /** `true` on a time in which the run waits for a person or another system, and does nothing; open while it goes on waiting. */
  wait: v.optional(v.boolean()),
  /** `true` on a span above the run: a caller that the run joined. */
  caller: v.optional(v.boolean()),
  /** `low` on a step that may belong to another run; see `runline.attribution`. */
  attribution: v.optional(v.literal("low")),
  /** Span id of the step that this one tells of again, as a second instrumentation of the same call does. */
  detailOf: v.optional(v.string()),
  /**
   * On a step that failed and was called again directly afterwards, and on each such call after it: span id of the last of these tries,
   * which says how the step went.
   */
  lastTry: v.optional(v.string()),
  /** How far the clock of the span is off from that of its run at least, in ms: negative when it is behind. */
  clockOffsetMs: v.optional(v.number()),
  /** On a span of another agent's run inside this one; its counts are that run's. */
  otherAgent: v.optional(OtherAgent),
  /** On a model call or an embedding that says what it used. */
  usage: v.optional(SpanUsage),
  serviceName: v.optional(v.string()),
  /** `true` when something that went in or came out of the step was captured. */
  hasContent: v.optional(v.boolean()),
  /** When something was logged in the span, and how grave that is: the gravest log records, at most 32, in their order. */
  logRecords: v.optional(v.array(LogRecordMoment)),
  /** How many log records of the span are not among these. */
  moreLogRecords: v.optional(v.number()),
});
export type RunSpan = v.InferOutput<typeof RunSpan>;

/**
 * Whether `runId` of the span is the key of its trace, which is the trace id written as a UUID: the span tells of no run, or of
 * the one that owns the trace, since that run has the same id.
 */
export function isKeyedByTrace({ runId, traceId }: Pick<RunSpan, "runId" | "traceId">): boolean {
  return runId.replaceAll("-", "") === traceId;
}

/** What an answer leaves out because it would be too large: that many spans, those that started last. */
export const SpansCut = v.object({ spans: v.number() });
export type SpansCut = v.InferOutput<typeof SpansCut>;

/** Answer of `GET /api/agents/:agentId/runs/:runId/spans`: every span of the run, by start time. */
export const RunSpans = v.object({ spans: v.array(RunSpan), cut: v.optional(SpansCut) });
export type RunSpans = v.InferOutput<typeof RunSpans>;

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
export const SpansLine = v.object({
  total: v.optional(v.number()),
  isWhole: v.optional(v.boolean()),
  spans: v.optional(v.array(RunSpan)),
  gone: v.optional(v.array(v.string())),
  cursor: v.optional(v.string()),
  cut: v.optional(SpansCut),
});
export type SpansLine = v.InferOutput<typeof SpansLine>;

/** What was sent of one span beside what its bar shows. */
export const SpanDetail = v.object({
  spanId: v.string(),
  parentSpanId: v.optional(v.string()),
  traceId: v.string(),
  name: v.string(),
  /** What went wrong, in the words of the agent. */
  error: v.optional(v.string()),
  /**
   * What went in, when the agent captures content: messages to a model or an agent in the one form that `readConversation` takes,
   * or any other JSON value, such as the arguments of an action.
   */
  input: v.optional(v.unknown()),
  /** What came out, in the same forms: answer of a model, result of an action. */
  output: v.optional(v.unknown()),
  /** All attributes as sent, but for those that `input` and `output` were taken from. */
  attributes: Attributes,
  /** What the span has as events, and the log records that name it, by their time. */
  events: v.array(SpanEvent),
  /** How many log records are not among the events: of very many, or very long ones, the first are told. */
  moreLogRecords: v.optional(v.number()),
  links: v.array(SpanLink),
});
export type SpanDetail = v.InferOutput<typeof SpanDetail>;

/** Answer of `GET …/spans/:spanId`, of a run or of a trace. */
export const SpanAnswer = v.object({ span: SpanDetail });
export type SpanAnswer = v.InferOutput<typeof SpanAnswer>;
