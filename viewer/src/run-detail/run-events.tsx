import type { RunSummary } from "@runline/contract";
import { useMemo, useRef } from "preact/hooks";
import { formatDuration } from "../format/format-duration.ts";
import { formatOffset } from "../format/format-offset.ts";
import { formatAbsoluteTime } from "../format/format-time.ts";
import { formatUsage } from "../format/format-usage.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { toEventEntries, type EventEntry } from "../models/run-events.ts";
import { AttributionMark } from "../ui/attribution-mark.tsx";
import { useRowHeight } from "../ui/use-row-height.ts";
import { useVirtualRows } from "../ui/use-virtual-rows.ts";
import { PrintNote } from "../ui/print-note.tsx";
import { SCROLLABLE } from "../ui/scrollable.ts";
import "./run-events.css";

/** A run, its spans, and what a click on an event does. */
export interface RunEventsProps {
  run: RunSummary;
  model: WaterfallModel;
  onSelect: (spanId: string) => void;
}

/** The run as the list of its events, oldest first, of which at most some 60 are in the page. */
export function RunEvents({ run, model, onSelect }: RunEventsProps) {
  const spans = model.spans.value;
  const entries = useMemo(() => toEventEntries(run, spans), [run, spans]);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const { indexes, places, height } = useVirtualRows({ scroller, count: entries.length, rowHeight, keptIndex: -1 });
  const before = places.toTop(indexes[0] ?? 0);
  const after = height - before - indexes.length * rowHeight;
  return (
    <div ref={scroller} class="run-events-scroller" {...SCROLLABLE}>
      <PrintNote count={entries.length} />
      <table class="run-events" aria-rowcount={entries.length + 1}>
        <caption class="visually-hidden">Events of the run, oldest first</caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Time</th>
            <th scope="col">Event</th>
            <th scope="col">What</th>
            <th scope="col">Duration</th>
          </tr>
        </thead>
        <tbody style={{ "--before": `${before}px`, "--after": `${after}px`, "--row-height": `${rowHeight}px` }}>
          {indexes.map((index) => {
            const entry = entries[index];
            return entry && <EventRow key={index} index={index} entry={entry} run={run} onSelect={onSelect} />;
          })}
        </tbody>
      </table>
    </div>
  );
}

interface EventRowProps extends Pick<RunEventsProps, "run" | "onSelect"> {
  entry: EventEntry;
  index: number;
}

function EventRow({ entry, index, run, onSelect }: EventRowProps) {
  const { type, at, span } = entry;
  const { what, durationMs, error } = span ? describeStep(entry, span) : describeRun(entry, run);
  const words = (
    <>
      {what}
      {error && <span class="error-text"> {error}</span>}
    </>
  );
  return (
    <tr aria-rowindex={index + 2}>
      <td title={formatAbsoluteTime(at)}>{formatOffset(at - run.startedAt)}</td>
      <td class="muted">{type}</td>
      <td title={[what, error].filter(Boolean).join(" ")}>
        {span ? (
          <button type="button" class="text-button" onClick={() => onSelect(span.spanId)}>
            {words}
          </button>
        ) : (
          words
        )}
        {span?.attribution === "low" && <AttributionMark isShort />}
      </td>
      <td>{durationMs !== undefined && formatDuration(durationMs)}</td>
    </tr>
  );
}

interface Description {
  what: string;
  durationMs?: number | undefined;
  error?: string | undefined;
}

function describeRun({ type }: EventEntry, { status, durationMs, metadata = {} }: RunSummary): Description {
  if (type === "RUN_STARTED") return { what: metadata.source === undefined ? "" : `from ${metadata.source}` };
  return { what: formatWords(status, metadata.outcome), durationMs, error: metadata.error };
}

function describeStep({ type, actionName }: EventEntry, span: NonNullable<EventEntry["span"]>): Description {
  const { label, detail, attempt, durationMs, error, usage } = span;
  if (type === "ACTION_STARTED") return { what: label };
  if (type !== "MODEL_USED") return { what: label, durationMs, error };
  const again = attempt === undefined ? undefined : `attempt ${attempt}`;
  const what = formatWords(detail, label, again, usage && formatUsage(usage));
  return { what: actionName === undefined ? what : `${what} in ${actionName}`, durationMs, error };
}

/** The words that are there, each once. */
function formatWords(...words: (string | undefined)[]): string {
  return [...new Set(words)].filter(Boolean).join(" · ");
}
