import { CONVERSATION, type Kind } from "./kind.ts";
import { toSpanRow } from "./span-row.ts";

/** What a model is shown, put together by context providers. */
export const composedState: Kind = {
  facts: [],
  content: CONVERSATION,
  label: [],
  endRow: toSpanRow,
};
