import type { FoldSpan } from "./fold-span.ts";
import type { SpanNode } from "./span-node.ts";

const HTTP_STATUS = / ([1-5]\d\d)$/;

/** What a step is called among others: a call to the outside by where it went, without what was answered. @example "POST tables.example.com/bookings" */
export function toStepName({ kind, span: { label, detail } }: SpanNode): string {
  return kind === "infrastructure" && detail !== undefined ? `${label} ${detail.replace(HTTP_STATUS, "")}` : label;
}

/** What a call over HTTP was answered. @example "503" */
export function toHttpStatus({ kind, detail = "" }: FoldSpan): string | undefined {
  return kind === "infrastructure" ? HTTP_STATUS.exec(detail)?.[1] : undefined;
}
