import { CONVERSATION, type Kind } from "./kind.ts";
import { toSpanRow } from "./span-row.ts";

/** What adds to the composed state. */
export const contextProvider: Kind = {
  facts: ["contextProviderName"],
  content: CONVERSATION,
  label: ["contextProviderName"],
  endRow: toSpanRow,
};
