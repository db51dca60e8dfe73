import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_RUN_ID,
  ATTR_SERVICE_NAME,
  TRACE_STATE_KEY,
  formatTraceMark,
} from "@runline/contract";
import * as v from "valibot";
import type { Attributes, AttributeValue, OtlpSpan } from "../otlp/otlp-span.ts";
import { toTraceKey } from "../uuid.ts";

/** What version 1 wrote where a failed step said nothing. */
const NO_MESSAGE = "failed without a message";
const STATUS_ERROR = 2;

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
/** Whatever JSON holds is a value of an attribute. */
const Value = v.custom<AttributeValue>((value) => value !== undefined);
const AnyAttributes = v.custom<Attributes>(isObject);

/** A span as `body.span` and `open_spans.body` of version 1 kept it. */
const OldSpan = v.object({
  spanId: v.string(),
  parentSpanId: v.optional(v.string()),
  traceId: v.string(),
  runId: v.string(),
  name: v.string(),
  state: v.string(),
  startedAt: v.number(),
  endedAt: v.optional(v.number()),
  error: v.optional(v.string()),
  serviceName: v.optional(v.string()),
  attributes: AnyAttributes,
  events: v.array(v.object({ name: v.string(), timestamp: v.number(), attributes: AnyAttributes })),
  links: v.array(v.object({ traceId: v.string(), spanId: v.string(), attributes: AnyAttributes })),
});
type OldSpan = v.InferOutput<typeof OldSpan>;

/** The body of a row of version 1, with content under elizaOS's names, one of them for each kind of step. */
const OldBody = v.object({
  span: v.optional(OldSpan),
  options: v.optional(Value),
  result: v.optional(Value),
  prompt: v.optional(Value),
  response: v.optional(Value),
  input: v.optional(Value),
  output: v.optional(Value),
});

/**
 * The span that a row of version 1 was made of, as far as the row has kept it: flags, kind, instrumentation scope and the namespace
 * of the service are lost. `none` for a row of the start of a step, which the span of its end, or its snapshot, makes again;
 * `undefined` for what version 1 has not written.
 */
export function fromOldRow(body: unknown): OtlpSpan | "none" | undefined {
  const parsed = v.safeParse(OldBody, body);
  if (!parsed.success) return undefined;
  const { span, options, result, prompt, response, input, output } = parsed.output;
  if (span === undefined) return "none";
  const isAction = options !== undefined || result !== undefined;
  const content: Attributes = {};
  const asked = options ?? prompt ?? input;
  const answered = result ?? response ?? output;
  if (asked !== undefined) content[isAction ? ATTR_GEN_AI_TOOL_CALL_ARGUMENTS : ATTR_GEN_AI_INPUT_MESSAGES] = asked;
  if (answered !== undefined) content[isAction ? ATTR_GEN_AI_TOOL_CALL_RESULT : ATTR_GEN_AI_OUTPUT_MESSAGES] = answered;
  return toOtlpSpan(span, content);
}

/** The snapshot that an open span of version 1 was made of; `undefined` for what version 1 has not written. */
export function fromOldOpenSpan(body: unknown): OtlpSpan | undefined {
  const parsed = v.safeParse(OldSpan, body);
  return parsed.success ? toOtlpSpan({ ...parsed.output, endedAt: undefined }, {}) : undefined;
}

function toOtlpSpan(span: OldSpan, content: Attributes): OtlpSpan {
  const isFailed = span.state === "error";
  const isHandedDown = span.attributes[ATTR_RUN_ID] === undefined && span.runId !== toTraceKey(span.traceId);
  const mark = formatTraceMark({ runId: span.runId, isInModelCall: false });
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    traceState: isHandedDown ? `${TRACE_STATE_KEY}=${mark}` : "",
    flags: 0,
    name: span.name,
    kind: 0,
    startedAt: span.startedAt,
    endedAt: span.endedAt,
    attributes: { ...content, ...span.attributes },
    events: span.events,
    links: span.links,
    statusCode: isFailed ? STATUS_ERROR : 0,
    statusMessage: isFailed && span.error !== undefined && span.error !== NO_MESSAGE ? span.error : "",
    resource: span.serviceName === undefined ? {} : { [ATTR_SERVICE_NAME]: span.serviceName },
    scopeName: "",
    scopeVersion: "",
  };
}
