import type { Convention } from "./convention.ts";
import { content, flag, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KIND = "agentops.span.kind";
const KINDS = toKinds({
  run: ["agent"],
  chain: ["session", "workflow", "team"],
  action: ["tool"],
  model_call: ["llm", "llm.call"],
  // The last one is what a model asks for, inside its call: the tool itself has a span when it runs.
  infrastructure: [
    "operation",
    "task",
    "chain",
    "text",
    "guardrail",
    "http",
    "workflow.step",
    "AgentOpsSpanKindValues.TOOL",
  ],
});
/** What was given to a decorated function, and what came back, has the kind of its span in the name. */
const toSides = (side: string) =>
  ["agent", "session", "workflow", "tool"].map((kind) => `agentops.${kind}.${side}`).concat(`agentops.entity.${side}`);

/** AgentOps: spans of decorated functions; those of model calls are written with `gen_ai.*`. */
export const agentOps: Convention = {
  name: "agentops",
  mark: "`agentops.span.kind`",
  kindOf: (span) => KINDS.get(readMarker(span, KIND)),
  agentNameOf: (span) => readMarker(span, "operation.name") || /^(.+)\.agent$/.exec(span.name)?.[1],
  toolNameOf: (span) => readMarker(span, "operation.name") || /^(.+)\.tool$/.exec(span.name)?.[1],
  facts: [
    text("agentName", "agentops.agent.name"),
    text("title", "agentops.entity.name"),
    flag("failed", { attribute: "agentops.session.end_state", is: ["Fail"] }),
  ],
  content: [content("input", ...toSides("input")), content("output", ...toSides("output"))],
};
