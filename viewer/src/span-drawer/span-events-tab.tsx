import type { SpanDetail, SpanEvent } from "@runline/contract";
import { formatPlural } from "../format/format-count.ts";
import { formatOffset } from "../format/format-offset.ts";
import { formatAbsoluteTime } from "../format/format-time.ts";
import { CappedText } from "./capped-text.tsx";
import { toText } from "../format/content-blocks.ts";

/** What happened at single moments of the span, such as an exception with its stack, and what was logged in it. */
export function SpanEventsTab({ detail, origin }: { detail: SpanDetail; origin: number }) {
  const { events, moreLogRecords } = detail;
  if (events.length === 0) return <p class="muted">This span has no events.</p>;
  return (
    <>
      <ol class="span-events">
        {events.map((event, index) => (
          // Events have no identity of their own and never move.
          // oxlint-disable-next-line react/no-array-index-key -- the list only grows at its end
          <li key={index}>
            <h3>
              {event.severity !== undefined && <span class="event-severity">{event.severity}</span>}
              {event.name || "Log record"}{" "}
              <time
                class="muted"
                dateTime={new Date(event.timestamp).toISOString()}
                title={formatAbsoluteTime(event.timestamp)}
              >
                {formatOffset(event.timestamp - origin)}
              </time>
            </h3>
            {event.body !== undefined && <CappedText text={toText(event.body)} label="body" isProse={isText(event)} />}
            {Object.entries(event.attributes).map(([key, value]) => (
              <div key={key}>
                <h4>{key}</h4>
                <CappedText text={toText(value)} label={key} />
              </div>
            ))}
          </li>
        ))}
      </ol>
      {moreLogRecords !== undefined && (
        <p class="muted events-cut">{formatPlural(moreLogRecords, "log record")} of the span are not shown.</p>
      )}
    </>
  );
}

function isText({ body }: SpanEvent): boolean {
  return typeof body === "string";
}
