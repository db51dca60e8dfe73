import { createSpan } from "../../otlp/create-span.ts";
import type { OtlpLogRecord } from "../../otlp/otlp-log-record.ts";
import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import { flag } from "./fact-rule.ts";

/** Of a prompt: the span is the moment in which the prompt was written, and the fold finds out how long its turn took. */
export const OPENS_TURN = flag("opensTurn", {
  attribute: "event.name",
  is: ["user_prompt", "codex.user_prompt", "gemini_cli.user_prompt"],
});

/** Longest step that a record is believed: a day. */
const MAX_DURATION_MS = 86_400_000;

/**
 * The span that a log record of an agent's session stands for, which ended when the record was written and took as long as its
 * `duration_ms` says. Its facts find the event's name where the record may have it, in the attribute `event.name`.
 *
 * @param more - name and ids, and whatever is not the record's
 */
export function fromRecord(
  record: OtlpLogRecord,
  more: Partial<OtlpSpan> & Pick<OtlpSpan, "name" | "traceId" | "spanId">,
): OtlpSpan {
  const { name, timestamp, attributes, resource, scopeName, scopeVersion } = record;
  return {
    ...createSpan(resource),
    startedAt: timestamp - toDuration(attributes["duration_ms"]),
    endedAt: timestamp,
    attributes: { ...attributes, "event.name": name },
    scopeName,
    scopeVersion,
    ...more,
  };
}

/** Some write numbers as text. */
function toDuration(value: unknown): number {
  const duration = typeof value === "string" || typeof value === "number" ? Number(value) : 0;
  return duration > 0 && duration <= MAX_DURATION_MS ? duration : 0;
}
