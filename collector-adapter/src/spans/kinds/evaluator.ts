import { getErrorText, isFailed, toResultWord } from "../span-outcome.ts";
import { toDuration } from "../span-times.ts";
import { CONVERSATION, type Kind } from "./kind.ts";

/** A judge of what the agent did. */
export const evaluator: Kind = {
  facts: ["evaluatorName", "score", "verdict"],
  content: CONVERSATION,
  label: ["evaluatorName"],
  detail: ({ facts: { score, verdict } }) =>
    [score, verdict].filter((word) => word !== undefined).join(" · ") || undefined,
  endRow: ({ span, facts, content, identity }) => ({
    type: "evaluator",
    status: toResultWord(facts),
    body: {
      runId: identity.rowRunId,
      evaluator: facts.evaluatorName ?? span.name,
      messageId: identity.messageId,
      success: !isFailed(facts),
      duration: toDuration(span),
      error: getErrorText(facts),
      input: content.texts.input,
      output: content.texts.output,
    },
  }),
};
