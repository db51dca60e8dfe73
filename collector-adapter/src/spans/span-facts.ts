import type { AttributeValue } from "../otlp/otlp-span.ts";

/** Facts that are text. Ids are as the sender wrote them. */
export type TextFact =
  | "agentName"
  | "conversationId"
  | "userId"
  | "toolName"
  | "toolCallId"
  | "model"
  | "responseModel"
  | "provider"
  | "evaluatorName"
  | "contextProviderName"
  | "memoryId";

/** Facts that are numbers. Tokens and cost (US dollars) are of this call alone. */
export type NumberFact = "inputTokens" | "outputTokens" | "cost" | "attempt" | "timeToFirstChunkMs";

/** What went in and came out: mostly a string with JSON inside, which may be cut and no longer parse. */
export type ContentFact = "input" | "output";

/** What a span says about the agent's work, whatever the instrumentation calls it. Absent when it says nothing. */
export type SpanFacts = { [fact in TextFact]?: string } & { [fact in NumberFact]?: number } & {
  [fact in ContentFact]?: AttributeValue;
};
