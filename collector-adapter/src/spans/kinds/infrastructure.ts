import type { Kind } from "./kind.ts";
import { toCallDetail } from "./call-detail.ts";
import { toSpanRow } from "./span-row.ts";

/** Any other span of the trace: HTTP, SQL, a queue. */
export const infrastructure: Kind = {
  // Of a tool that was allowed to run, which is told of when it has, and of a run that has paused.
  facts: ["toolCallId", "isPause", "pauseId", "waitsFor"],
  label: [],
  detail: ({ span }) => toCallDetail(span),
  endRow: toSpanRow,
};
