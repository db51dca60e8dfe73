import type { SpanEvent } from "@runline/contract";
import { formatOffset } from "../format/format-offset.ts";
import { formatAbsoluteTime } from "../format/format-time.ts";
import { CappedText } from "./capped-text.tsx";
import { toText } from "./span-content.ts";

/** What happened at single moments of the span, such as an exception with its stack. */
export function SpanEventsTab({ events, origin }: { events: readonly SpanEvent[]; origin: number }) {
  if (events.length === 0) return <p class="muted">This span has no events.</p>;
  return (
    <ol class="span-events">
      {events.map((event, index) => (
        // Events have no identity of their own and never move.
        // oxlint-disable-next-line react/no-array-index-key -- the list only grows at its end
        <li key={index}>
          <h3>
            {event.name}{" "}
            <time
              class="muted"
              dateTime={new Date(event.timestamp).toISOString()}
              title={formatAbsoluteTime(event.timestamp)}
            >
              {formatOffset(event.timestamp - origin)}
            </time>
          </h3>
          {Object.entries(event.attributes).map(([key, value]) => (
            <div key={key}>
              <h4>{key}</h4>
              <CappedText text={toText(value)} label={key} />
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}
