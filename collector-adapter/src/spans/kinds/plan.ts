import { CONVERSATION, type Kind } from "./kind.ts";
import { toSpanRow } from "./span-row.ts";

/** One batch of actions that the agent performs for one message. */
export const plan: Kind = {
  facts: [],
  content: CONVERSATION,
  label: [],
  endRow: toSpanRow,
};
