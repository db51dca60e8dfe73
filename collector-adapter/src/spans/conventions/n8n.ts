import type { SpanKind } from "@runline/contract";
import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import type { Convention } from "./convention.ts";
import { text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

const NODE_TYPE = "n8n.node.type";
const NODE_NAME = "n8n.node.name";

/** What the nodes of an agent are, by the names that n8n gives their types; further ones, be they for HTTP or tables, are infrastructure. */
const TYPES: readonly { type: RegExp; kind: SpanKind }[] = [
  { type: /langchain\.(?:agent|openAiAssistant)$/, kind: "run" },
  { type: /langchain\.(?:lm[A-Z]|chainLlm$|openAi$|anthropic$|googleGemini$|ollama$)/, kind: "model_call" },
  { type: /langchain\.embeddings/, kind: "embedding" },
  { type: /langchain\.(?:tool|mcpClientTool$|agentTool$)|Tool$/, kind: "action" },
];

/** n8n: a span for each execution of a workflow and of its nodes. An agent is a node, and its model and tools are nodes beside it. */
export const n8n: Convention = {
  name: "n8n",
  mark: "`n8n.node.type`",
  kindOf: (span) => TYPES.find(({ type }) => type.test(readMarker(span, NODE_TYPE)))?.kind,
  agentNameOf: readName,
  toolNameOf: readName,
  facts: [text("title", NODE_NAME, "n8n.workflow.name")],
  content: [],
};

function readName(span: OtlpSpan): string {
  return readMarker(span, NODE_NAME);
}
