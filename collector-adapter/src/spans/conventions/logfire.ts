import type { SpanKind } from "@runline/contract";
import { isSpanId } from "../../otlp/span-id.ts";
import type { TextFact } from "../span-facts.ts";
import type { Convention, OwnRules } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { isStreamedAnswer } from "./logfire-calls.ts";
import { readMarker } from "./read-marker.ts";

const ATTR_SPAN_TYPE = "logfire.span_type";
const PENDING = "pending_span";

/** Scope of the OpenAI Agents SDK as Logfire sees it. Its spans are told apart by how their template begins. */
const OPENAI_AGENTS = "logfire.openai_agents";
const toOwn = (name: TextFact): OwnRules => ({
  facts: [
    text(name, "name"),
    text("conversationId", "group_id"),
    text("responseId", { attribute: "response", members: ["id"] }),
  ],
  content: [content("input", "raw_input", "input", "events"), content("output", "response", "output")],
});
const TEMPLATES: readonly { template: RegExp; kind: SpanKind | "chain"; own: OwnRules }[] = [
  { template: /^OpenAI Agents trace/, kind: "chain", own: toOwn("title") },
  { template: /^Agent run/, kind: "run", own: toOwn("agentName") },
  { template: /^Function/, kind: "action", own: toOwn("toolName") },
  { template: /^(?:Responses API|Chat completion)/, kind: "model_call", own: toOwn("title") },
];

/** Logfire: templates for names, notices of spans that start, and the OpenAI Agents SDK as Logfire sees it. */
export const logfire: Convention = {
  name: "logfire",
  mark: "`logfire.span_type`, the scope `logfire.openai_agents`",
  kindOf(span) {
    const type = readMarker(span, ATTR_SPAN_TYPE);
    // Not spans of work: a log record written as a span, and a notice of a start that does not say of what.
    if (isStreamedAnswer(span)) return undefined;
    if (type === "log" || (type === PENDING && span.endedAt !== undefined)) return "infrastructure";
    if (span.scopeName === OPENAI_AGENTS) return TEMPLATES.find(({ template }) => template.test(span.name))?.kind;
    return undefined;
  },
  facts: [
    text("title", "logfire.msg"),
    flag("isToldOnce", { attribute: ATTR_SPAN_TYPE, is: [PENDING] }),
    number("cachedInputTokens", "gen_ai.usage.details.cache_read_tokens"),
    number("cacheWriteInputTokens", "gen_ai.usage.details.cache_write_tokens"),
    number("reasoningTokens", "gen_ai.usage.details.reasoning_tokens"),
    number("audioInputTokens", "gen_ai.usage.details.input_audio_tokens"),
    number("audioOutputTokens", "gen_ai.usage.details.output_audio_tokens"),
  ],
  content: [],
  own: ({ scopeName, name }) =>
    scopeName === OPENAI_AGENTS ? TEMPLATES.find(({ template }) => template.test(name))?.own : undefined,
  /** A span that starts is announced by one of its own id, below itself and without a length, that names the real parent. */
  meantBy(span) {
    const { parentSpanId, name } = span;
    if (parentSpanId === undefined || readMarker(span, ATTR_SPAN_TYPE) !== PENDING) return undefined;
    const above = readMarker(span, "logfire.pending_parent_id").toLowerCase();
    return {
      ...span,
      spanId: parentSpanId,
      parentSpanId: isSpanId(above) ? above : undefined,
      name: name.replace(/ \(pending\)$/, ""),
      endedAt: undefined,
    };
  },
};
