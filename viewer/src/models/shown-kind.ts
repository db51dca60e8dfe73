import { SPAN_KINDS, type RunSpan } from "@runline/contract";

/** What spans are told apart, counted and hidden by: their kind, or that their run waits in them. */
export const SHOWN_KINDS = [...SPAN_KINDS, "wait"] as const;
/** @see SHOWN_KINDS */
export type ShownKind = (typeof SHOWN_KINDS)[number];

/** What a span is shown as: a time in which the run waits is not work of its kind. */
export function toShownKind({ kind, wait }: Pick<RunSpan, "kind" | "wait">): ShownKind {
  return wait ? "wait" : kind;
}
