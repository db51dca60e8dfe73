import type { FoldSpan } from "./fold-span.ts";

/** Whether two spans are of the same program, as far as they say. */
export function isSameService(a: FoldSpan, b: FoldSpan): boolean {
  return a.serviceName === b.serviceName && a.serviceNamespace === b.serviceNamespace;
}

/** Run of the message that a span names; its plan is a part of that. */
export function toNamedRunId(span: FoldSpan): string | undefined {
  return span.parentRunId ?? span.runId;
}
