/**
 * Id of the row that a span's start or end makes: a UUIDv8 of the span id, so that a retry, or a snapshot and its final
 * span, make the same row. The tail of the trace id is in it too, because two traces of a run may reuse a span id.
 */
export function toRowId(traceId: string, spanId: string, moment: "start" | "end"): string {
  const tag = moment === "start" ? "1" : "2";
  const groups = [spanId.slice(0, 8), spanId.slice(8, 12), `8${spanId.slice(12, 15)}`, `8${tag}0${spanId.slice(15)}`];
  return [...groups, traceId.slice(20)].join("-");
}
