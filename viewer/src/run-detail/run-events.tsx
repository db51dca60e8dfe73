import type { RunEvent } from "@runline/contract";
import { formatDuration } from "../format/format-duration.ts";
import { formatOffset } from "../format/format-offset.ts";
import { formatAbsoluteTime } from "../format/format-time.ts";
import { formatUsage } from "../format/format-usage.ts";
import { AttributionMark } from "../ui/attribution-mark.tsx";
import "./run-events.css";

/** The run as the list of its events, oldest first. `origin` is the beginning of the run. */
export function RunEvents({ events, origin }: { events: readonly RunEvent[]; origin: number }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region must be reachable by keyboard
    <div class="run-events-scroller" tabIndex={0}>
      <table class="run-events">
        <caption class="visually-hidden">Events of the run, oldest first</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Event</th>
            <th scope="col">What</th>
            <th scope="col">Duration</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event, index) => {
            const { what, durationMs, error } = describe(event);
            return (
              // Two events may be alike in everything; the list only grows at its end.
              // oxlint-disable-next-line react/no-array-index-key -- the list only grows at its end
              <tr key={index}>
                <td title={formatAbsoluteTime(event.timestamp)}>{formatOffset(event.timestamp - origin)}</td>
                <td class="muted">{event.type}</td>
                <td>
                  {what} {event.data["attribution"] === "low" && <AttributionMark />}
                  {error && <span class="error-text"> {error}</span>}
                </td>
                <td>{durationMs !== undefined && formatDuration(durationMs)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function describe(event: RunEvent): { what: string; durationMs?: number | undefined; error?: string | undefined } {
  const { type, data } = event;
  switch (type) {
    case "RUN_STARTED":
      return { what: data.source ? `from ${data.source}` : "" };
    case "RUN_ENDED":
      return { what: formatWords(data.status, data.outcome), durationMs: data.durationMs, error: data.error };
    case "ACTION_STARTED":
      return { what: data.actionName };
    case "ACTION_COMPLETED":
      return { what: data.actionName, durationMs: data.durationMs, error: data.error };
    case "MODEL_USED": {
      const attempt = data.attempt === undefined ? undefined : `attempt ${data.attempt}`;
      const place = data.actionContext ? ` in ${data.actionContext.actionName}` : "";
      const what = formatWords(data.modelType, data.model, attempt, formatUsage(data)) + place;
      return { what, durationMs: data.executionTime, error: data.error };
    }
    case "EVALUATOR_COMPLETED":
      return { what: data.evaluatorName, durationMs: data.durationMs, error: data.error };
    default:
      return { what: data.status, durationMs: data.durationMs, error: data.error };
  }
}

/** The words that are there, each once. */
function formatWords(...words: (string | undefined)[]): string {
  return [...new Set(words)].filter(Boolean).join(" · ");
}
