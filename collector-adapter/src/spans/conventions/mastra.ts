import { ATTR_GEN_AI_OPERATION_NAME, type SpanKind } from "@runline/contract";
import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import type { Convention } from "./convention.ts";
import { content, text } from "./fact-rule.ts";
import { readMastraPauses } from "./mastra-pauses.ts";
import { readMarker } from "./read-marker.ts";

/** One model call is a tower of four spans, of which `chat` is the call. */
const AROUND_CALLS = new Set(["model_generation", "model_step", "model_chunk"]);

/** Scope of Mastra's bridge to OpenTelemetry, whose spans get their attributes and their final names when they end. */
const BRIDGE = "@mastra/otel-bridge";
/** What they are called until then. @example "tool: 'find_book'" */
const OPEN_NAME = /^(agent run|tool|inference): '?(.*?)'?$/;
const OPEN_KINDS = new Map<string, SpanKind>([
  ["agent run", "run"],
  ["tool", "action"],
  ["inference", "model_call"],
]);

function readOpenName({ scopeName, endedAt, name }: OtlpSpan): {
  kind?: SpanKind | undefined;
  name?: string | undefined;
} {
  const [, what = "", whose] = (scopeName === BRIDGE && endedAt === undefined && OPEN_NAME.exec(name)) || [];
  return { kind: OPEN_KINDS.get(what), name: whose };
}

/** Mastra: `gen_ai.*` with content and sessions of its own. */
export const mastra: Convention = {
  name: "mastra",
  mark: "`gen_ai.operation.name` = `model_generation` and its parts",
  kindOf: (span) =>
    AROUND_CALLS.has(readMarker(span, ATTR_GEN_AI_OPERATION_NAME)) ? "infrastructure" : readOpenName(span).kind,
  agentNameOf: (span) => readOpenName(span).name,
  toolNameOf: (span) => readOpenName(span).name,
  meantBy: readMastraPauses,
  facts: [text("conversationId", "mastra.metadata.sessionId"), text("userId", "mastra.metadata.userId")],
  content: [content("input", "mastra.agent_run.input"), content("output", "mastra.agent_run.output")],
};
