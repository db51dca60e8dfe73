import type { ClassifiedSpan } from "../classified-span.ts";
import { toResultWord } from "../span-outcome.ts";
import type { RowDraft } from "./kind.ts";

/** The row of a span that elizaOS has no row for. */
export function toSpanRow({ facts, content, identity }: ClassifiedSpan): RowDraft {
  return {
    type: "span",
    status: toResultWord(facts),
    body: {
      runId: identity.rowRunId,
      parentRunId: identity.parentRunId,
      input: content.texts.input,
      output: content.texts.output,
    },
  };
}
