/** Words of OTLP for four severities each, from 1 on. */
const WORDS = ["trace", "debug", "info", "warn", "error", "fatal"];
const STEPS = 4;
const WARN = 13;
const ERROR = 17;

/** The word for a severity number; `undefined` for 0, which says nothing. @example toSeverityWord(17) // "error" */
export function toSeverityWord(severity: number): string | undefined {
  return severity === 0 ? undefined : WORDS[Math.floor((severity - 1) / STEPS)];
}

/** How grave a log record is; `undefined` where it only tells something. */
export function toLevel(severity: number): "warn" | "error" | undefined {
  return severity >= ERROR ? "error" : severity >= WARN ? "warn" : undefined;
}
