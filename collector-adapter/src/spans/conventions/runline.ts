import * as words from "@runline/contract";
import type { Convention } from "./convention.ts";
import { flag, number, text } from "./fact-rule.ts";
import { genAi } from "./gen-ai.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const KINDS = toKinds({
  composed_state: [words.OPERATION_COMPOSED_STATE],
  context_provider: [words.OPERATION_CONTEXT_PROVIDER],
});

/** Not `runline.span.pending`, which is on the snapshot of any span of the process, database calls included. */
const OWN_ATTRIBUTES = [
  words.ATTR_RUN_ID,
  words.ATTR_AGENT_ID,
  words.ATTR_RUN_PHASE,
  words.ATTR_MODEL_TYPE,
  words.ATTR_EVALUATOR_NAME,
  words.ATTR_CONTEXT_PROVIDER_NAME,
  words.ATTR_MEMORY_ID,
];

/**
 * Our own spans: `gen_ai.*` in its newest form with `runline.*` beside it. A span that only carries our ids, such as a
 * database call, is left to the other conventions.
 */
export const runline: Convention = {
  name: "runline",
  kindOf(span) {
    if (!OWN_ATTRIBUTES.some((attribute) => span.attributes[attribute] !== undefined)) return undefined;
    return KINDS.get(readMarker(span, words.ATTR_GEN_AI_OPERATION_NAME)) ?? genAi.kindOf(span);
  },
  facts: [
    text("runId", words.ATTR_RUN_ID),
    text("parentRunId", words.ATTR_PARENT_RUN_ID),
    text("agentId", words.ATTR_AGENT_ID),
    text("roomId", words.ATTR_ROOM_ID),
    text("roomName", words.ATTR_ROOM_NAME),
    text("entityId", words.ATTR_ENTITY_ID),
    text("entityName", words.ATTR_ENTITY_NAME),
    text("messageId", words.ATTR_MESSAGE_ID),
    text("source", words.ATTR_SOURCE),
    text("runStatusWord", words.ATTR_RUN_STATUS),
    text("outcome", words.ATTR_RUN_OUTCOME),
    text("runPhase", words.ATTR_RUN_PHASE),
    text("planStep", words.ATTR_PLAN_STEP),
    text("actionId", words.ATTR_ACTION_ID),
    text("actionName", words.ATTR_ACTION_NAME),
    text("modelType", words.ATTR_MODEL_TYPE),
    text("attribution", words.ATTR_ATTRIBUTION),
    text("evaluatorName", words.ATTR_EVALUATOR_NAME),
    text("contextProviderName", words.ATTR_CONTEXT_PROVIDER_NAME, "runline.provider.name"),
    text("memoryId", words.ATTR_MEMORY_ID),
    number("attempt", words.ATTR_MODEL_ATTEMPT),
    flag("imported", words.ATTR_IMPORTED),
    flag("failed", { attribute: words.ATTR_ACTION_SUCCESS, is: [false] }),
  ],
  // Content of ours is under the names of the GenAI conventions.
  content: [],
};
