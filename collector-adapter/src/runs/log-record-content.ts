import { readConversation, type SpanDetail } from "@runline/contract";
import { compareLogRecords } from "../fold/fold-log-record.ts";
import type { LogBody, LogRecordFacts } from "../records/span-record.ts";
import { readContentText, type Speaker } from "../spans/content/to-content.ts";

/** A log record of a span, with its row. */
export interface ReadLogRecord {
  logRecord: LogRecordFacts;
  body: LogBody;
}

/** The log records of a span that tell what went in or came out. */
export function listContentLogRecords(logRecords: readonly LogRecordFacts[] = []): LogRecordFacts[] {
  return logRecords.filter(({ isContent }) => isContent);
}

/**
 * What log records tell of what went in and came out of a span: the one that has all of it, else the messages of each, one after the
 * other.
 */
export function readLogRecordContent(logRecords: readonly ReadLogRecord[]): Pick<SpanDetail, "input" | "output"> {
  const sorted = logRecords.toSorted((a, b) => compareLogRecords(a.logRecord, b.logRecord));
  const input = readSide(sorted, "prompt", "user");
  const output = readSide(sorted, "response", "assistant");
  return { ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
}

function readSide(logRecords: readonly ReadLogRecord[], name: "prompt" | "response", speaker: Speaker): unknown {
  const told = logRecords.filter(({ body }) => body[name] !== undefined);
  const read = ({ body }: ReadLogRecord) => readContentText(body[name], "messages", speaker);
  const whole = told.findLast(({ logRecord }) => logRecord.isWhole);
  if (whole !== undefined) return read(whole);
  const contents = told.map(read);
  const messages = contents.flatMap((content) => readConversation(content) ?? []);
  return messages.length > 0 ? messages : contents[0];
}
