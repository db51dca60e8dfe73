import { hash } from "node:crypto";
import type { FoldRow } from "../sql/fold-columns.ts";

/** What the cursor of an answer says of it. */
export interface SpansCursor {
  /** State of the folds that the answer was made of: equal as long as no span comes. */
  state: string;
  /** Whether a span was open and not lost: its silence changes what is shown of it. */
  hasOpen: boolean;
  /** Spans that were left out. */
  omitted: number;
  /** Name of the answer. */
  answer: string;
}

/** Names the state of some folds. */
export function toFoldsState(folds: readonly FoldRow[]): string {
  return hash("md5", folds.map(({ foldKey, version }) => `${foldKey}/${version}`).join(), "base64url").slice(0, 12);
}

/** The cursor as an opaque text for the client. */
export function formatSpansCursor({ state, hasOpen, omitted, answer }: SpansCursor): string {
  return [state, hasOpen ? 1 : 0, omitted, answer].join("~");
}

/** What a cursor says; a text that is none of ours names an answer that nobody knows. */
export function parseSpansCursor(cursor: string): SpansCursor {
  const [state = "", open, omitted, answer = ""] = cursor.split("~");
  return { state, hasOpen: open !== "0", omitted: Number(omitted) || 0, answer };
}
