import type { RunSpan } from "@runline/contract";
import { formatPlural } from "../format/format-count.ts";
import type { TimeScale } from "../models/create-time-scale.ts";
import "./log-marks.css";

/**
 * Marks at the moments of the log records of a span, over its bar. How grave a record is, its mark says by its length as well as by its
 * colour; how many there are, the row says in words to who does not see marks.
 */
export function LogMarks({ span, scale }: { span: RunSpan; scale: TimeScale }) {
  const { logRecords = [] } = span;
  if (logRecords.length === 0) return null;
  return (
    <>
      <span class="visually-hidden">, {toLogWords(span)}</span>
      {logRecords.map(({ at, level = "info" }, index) => {
        const part = scale.toPart(at);
        if (part < 0 || part > 1) return null;
        // Moments have no identity of their own, and two may be the same.
        // oxlint-disable-next-line react/no-array-index-key -- marks are drawn anew with their row
        return <span key={index} class={`log-mark is-${level}`} style={{ left: `min(${part * 100}%, 100% - 2px)` }} />;
      })}
    </>
  );
}

/** @example toLogWords(span) // "12 log records, 1 error, 2 warnings" */
export function toLogWords({ logRecords = [], moreLogRecords = 0 }: RunSpan): string {
  const count = (level: "error" | "warn") => logRecords.filter((record) => record.level === level).length;
  const [errors, warnings] = [count("error"), count("warn")];
  return [
    formatPlural(logRecords.length + moreLogRecords, "log record"),
    ...(errors > 0 ? [formatPlural(errors, "error")] : []),
    ...(warnings > 0 ? [formatPlural(warnings, "warning")] : []),
  ].join(", ");
}
