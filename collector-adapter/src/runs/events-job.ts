import { CUT_MARK, type RunSummary } from "@runline/contract";
import type { StoredFacts } from "../records/span-record.ts";
import type { FactsRow } from "../sql/list-facts.ts";
import type { EventRow } from "../sql/list-log-rows.ts";
import type { RunRow } from "../sql/run-columns.ts";
import { addLogRecordContent, listLogRecordRows } from "./event-log-records.ts";
import { gatherFacts } from "./gather-facts.ts";
import { selectMembers, type Member } from "./select-members.ts";
import { toEventRowIds, toRunEvents } from "./to-run-events.ts";

/** The run whose events are asked for. */
export interface EventsQuestion {
  run: RunRow;
  summary: RunSummary;
}

/** What is to be read for the events. */
export interface FoldedEvents {
  /** Ids of rows, each with that of the row whose event tells its content: its own, or the end of the step that a log record names. */
  eventsOfRows: ReadonlyMap<string, string>;
  /** Span with the whole of the error that failed the run, when it is long. */
  errorSpan?: Pick<StoredFacts, "traceId" | "spanId"> | undefined;
}

/** Makes the events of a run of facts and rows that come page by page. */
export interface EventsJob {
  add(rows: readonly FactsRow[]): void;
  fold(): FoldedEvents;
  /** Takes rows that `fold` named. */
  addRows(rows: readonly EventRow[]): void;
  /** After the last row: puts the events together. */
  finish(error?: string): void;
  /** Some of the events that are not told yet, as JSON separated by commas; nothing when all are. */
  next(): string;
}

const EVENTS_AT_ONCE = 500;

export function createEventsJob({ run, summary }: EventsQuestion): EventsJob {
  const facts = gatherFacts();
  const rows: EventRow[] = [];
  let members: Member[] = [];
  let error = summary.metadata?.error;
  let waiting: readonly object[] = [];
  let place = 0;
  return {
    add: (page) => void facts.add(page),
    fold() {
      const { spans, result } = facts.fold();
      members = selectMembers(spans, result, run);
      const folded = result.runs.find(({ agentId, runId }) => agentId === run.agentId && runId === run.runId);
      if (error !== undefined) error = folded?.error ?? error;
      const isCut = error?.endsWith(CUT_MARK) ?? false;
      const eventIds = new Set(toEventRowIds(members));
      const ownRows = [...eventIds].map((id) => [id, id] as const);
      return {
        eventsOfRows: new Map([...ownRows, ...listLogRecordRows(members, eventIds)]),
        errorSpan: isCut ? members.find(({ span }) => span.error === error)?.span : undefined,
      };
    },
    addRows: (page) => void rows.push(...page),
    finish(whole = error) {
      waiting = toRunEvents(
        run,
        { ...summary, metadata: { ...summary.metadata, error: whole } },
        members,
        addLogRecordContent(members, rows),
      );
    },
    next() {
      const part = waiting.slice(place, place + EVENTS_AT_ONCE).map((event) => JSON.stringify(event));
      place += EVENTS_AT_ONCE;
      return part.join(",");
    },
  };
}
