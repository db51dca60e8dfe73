/** Names of the kinds of spans in OTLP, each at the place of its number. */
export const SPAN_KINDS = [
  "SPAN_KIND_UNSPECIFIED",
  "SPAN_KIND_INTERNAL",
  "SPAN_KIND_SERVER",
  "SPAN_KIND_CLIENT",
  "SPAN_KIND_PRODUCER",
  "SPAN_KIND_CONSUMER",
];
/** Names of the status codes in OTLP, each at the place of its number. */
export const STATUS_CODES = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"];
/** Names of the severities of log records in OTLP, each at the place of its number: four of each word. */
export const SEVERITIES = [
  "SEVERITY_NUMBER_UNSPECIFIED",
  ...["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"].flatMap((word) =>
    ["", "2", "3", "4"].map((step) => `SEVERITY_NUMBER_${word}${step}`),
  ),
];

/**
 * Nanoseconds to ms with a fraction, to the microsecond. A double of nanoseconds is off by up to 128 ns (until 2043);
 * without the rounding, many whole milliseconds would come out just below themselves, and be shown one earlier.
 */
export function toMs(ns: number): number {
  return Math.round(ns / 1000) / 1000;
}

/** End of a span; 0 ns means that it has none yet. */
export function toEndedAt(ns: number): number | undefined {
  return ns === 0 ? undefined : toMs(ns);
}

/** A kind that this version of OTLP does not know is 0, unspecified. */
export function toSpanKind(kind: number): number {
  return kind >= 0 && kind < SPAN_KINDS.length ? kind : 0;
}

/** A status code that this version of OTLP does not know is 0, unset. */
export function toStatusCode(code: number): 0 | 1 | 2 {
  return code === 1 || code === 2 ? code : 0;
}

/** A severity that this version of OTLP does not know is 0, unspecified. */
export function toSeverity(severity: number): number {
  return severity >= 0 && severity < SEVERITIES.length ? severity : 0;
}

/** A double as an attribute value: itself, or its name in protobuf's JSON mapping when JSON has no number for it. */
export function toDoubleValue(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
