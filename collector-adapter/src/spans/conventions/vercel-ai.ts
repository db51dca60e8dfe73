import type { Convention } from "./convention.ts";
import { content, flag, number, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const toNames = (end: string) =>
  ["generateText", "streamText", "generateObject", "streamObject"].map((operation) => `ai.${operation}${end}`);

const KINDS = toKinds({
  // The tokens of these are those of the last step only.
  run: toNames(""),
  model_call: [...toNames(".doGenerate"), ...toNames(".doStream")],
  action: ["ai.toolCall"],
  // The span of the embedding itself is inside.
  infrastructure: ["ai.embed", "ai.embedMany"],
  embedding: ["ai.embed.doEmbed", "ai.embedMany.doEmbed"],
});

const ANSWER = {
  reasoning: "ai.response.reasoning",
  text: "ai.response.text",
  toolCalls: "ai.response.toolCalls",
  files: "ai.response.files",
  object: "ai.response.object",
};

/** The AI SDK of Vercel, versions 4 to 6; version 7 writes `gen_ai`. */
export const vercelAi: Convention = {
  name: "vercel_ai",
  mark: "`ai.operationId`",
  // `operation.name` is the operation and, after a space, the name that the program gave to the call.
  kindOf: (span) =>
    KINDS.get(readMarker(span, "ai.operationId") || (readMarker(span, "operation.name").split(" ")[0] ?? "")),
  facts: [
    text("agentName", "ai.telemetry.functionId"),
    text("conversationId", "ai.telemetry.metadata.sessionId"),
    text("userId", "ai.telemetry.metadata.userId"),
    text("toolName", "ai.toolCall.name"),
    text("toolCallId", "ai.toolCall.id"),
    text("model", "ai.model.id"),
    text("responseModel", "ai.response.model"),
    text("responseId", "ai.response.id"),
    text("provider", "ai.model.provider"),
    flag("failed", { attribute: "ai.response.finishReason", is: ["error"] }),
    number("inputTokens", "ai.usage.promptTokens", "ai.usage.inputTokens", "ai.usage.tokens"),
    number("cachedInputTokens", "ai.usage.cachedInputTokens"),
    number("outputTokens", "ai.usage.completionTokens", "ai.usage.outputTokens"),
    number("reasoningTokens", "ai.usage.reasoningTokens"),
    number("totalTokens", "ai.usage.totalTokens"),
    number("timeToFirstChunkMs", "ai.response.msToFirstChunk"),
  ],
  content: [
    content("arguments", "ai.toolCall.args"),
    content("result", "ai.toolCall.result"),
    content("inputMessages", "ai.prompt.messages"),
    content("outputMessages", { members: ANSWER }),
    content("input", "ai.prompt", "ai.value", "ai.values"),
  ],
};
