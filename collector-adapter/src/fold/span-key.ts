/** Names a log record that names a span, among all of all spans. */
export function toLogRecordKey({
  logRecordId,
  ...span
}: {
  traceId: string;
  spanId: string;
  logRecordId: string;
}): string {
  return [toSpanKey(span), logRecordId].join("/");
}

/** Names a span among those of all traces. */
export function toSpanKey({ traceId, spanId }: { traceId: string; spanId: string }): string {
  return [traceId, spanId].join("/"); // one thing to the memory, as the pieces of a template are not
}
