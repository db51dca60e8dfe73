import { fromModelLogType } from "@runline/contract";
import { formatContent } from "../spans/content/to-content.ts";
import { toRowId } from "../spans/row-id.ts";
import type { EventRow } from "../sql/list-log-rows.ts";
import { listContentLogRecords } from "./log-record-content.ts";
import { readRowContent } from "./row-content.ts";
import type { Member } from "./select-members.ts";

/** Rows of log records that tell what was said in the steps whose ends are among these events, each row with that of its event. */
export function listLogRecordRows(
  members: readonly Member[],
  eventIds: ReadonlySet<string>,
): (readonly [rowId: string, eventId: string])[] {
  return members.flatMap(({ span }) => {
    const eventId = toRowId(span.traceId, span.spanId, "end");
    if (!eventIds.has(eventId)) return [];
    return listContentLogRecords(span.logRecords).map(({ logRecordId }) => [logRecordId, eventId] as const);
  });
}

/** The rows, those of model calls with what only their log records say of prompt and response. */
export function addLogRecordContent(members: readonly Member[], rows: readonly EventRow[]): EventRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { span } of members) {
    const row = byId.get(toRowId(span.traceId, span.spanId, "end"));
    const logRecords = listContentLogRecords(span.logRecords).flatMap((logRecord) => {
      const told = byId.get(logRecord.logRecordId);
      return told === undefined ? [] : [{ logRecord, body: told.body }];
    });
    if (row === undefined || logRecords.length === 0 || fromModelLogType(row.type) === undefined) continue;
    const { input, output } = readRowContent(row, logRecords);
    const prompt = input === undefined ? row.body["prompt"] : formatContent(input);
    const response = output === undefined ? row.body["response"] : formatContent(output);
    byId.set(row.id, { ...row, body: { ...row.body, prompt, response } });
  }
  return [...byId.values()];
}
