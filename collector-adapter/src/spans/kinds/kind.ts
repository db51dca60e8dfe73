import type { LogType } from "@runline/contract";
import type { LogBody } from "../../records/span-record.ts";
import type { ClassifiedSpan } from "../classified-span.ts";
import type { ContentPlan } from "../content/read-content.ts";
import type { Fact } from "../span-facts.ts";

/** What is special of a row; its ids and times are the span's. */
export interface RowDraft {
  type: LogType;
  status: string;
  body: LogBody;
}

type ModelFact = "model" | "responseModel" | "modelType";

/** What a kind of span says, and which rows it makes. */
export interface Kind {
  /** Facts read on spans of this kind, beside those of every kind. */
  readonly facts: readonly Fact[];
  /** Absent where content is not read: what went over the wire of an HTTP call is nobody's prompt. */
  readonly content?: ContentPlan;
  /** Facts that name the step, best first; the span's name stands in where there is none. */
  readonly label: readonly ("agentName" | "toolName" | "evaluatorName" | "contextProviderName" | ModelFact)[];
  /** What tells the step from others that are named alike; only its beginning is kept. */
  detail?(source: ClassifiedSpan): string | undefined;
  /** The row of its start; only a run and an action have one, others are seen as open spans. */
  startRow?(source: ClassifiedSpan): RowDraft;
  /** The row of its end. */
  endRow(source: ClassifiedSpan): RowDraft;
}

/** Facts of every call of a model. The spans around calls repeat the sums: read there, everything would count twice. */
export const CALL_FACTS: readonly Fact[] = [
  "model",
  "responseModel",
  "responseId",
  "provider",
  "operation",
  "modelType",
  "inputTokens",
  "uncachedInputTokens",
  "cachedInputTokens",
  "cacheWriteInputTokens",
  "outputTokens",
  "reasoningTokens",
  "audioInputTokens",
  "audioOutputTokens",
  "totalTokens",
  "cost",
  "inputCost",
  "outputCost",
  "currency",
  "attempt",
];

/** Where a conversation stands: messages first, then raw requests and answers. */
export const CONVERSATION: ContentPlan = {
  form: "messages",
  input: ["inputMessages", "input", "arguments"],
  output: ["outputMessages", "output", "result"],
};
