import { fromModelLogType, readConversation, type LogType, type SpanDetail } from "@runline/contract";
import type { LogBody } from "../records/span-record.ts";
import { readContentText } from "../spans/content/to-content.ts";
import { readLogRecordContent, type ReadLogRecord } from "./log-record-content.ts";

/** What is needed of the row of an ended span. */
interface ContentRow {
  type: LogType;
  body: LogBody;
}

/**
 * What went in and came out of a step, from where a row of its type has it, else from its log records. Their messages come before what
 * the span has as a raw request that no messages could be read from.
 */
export function readRowContent(
  { type, body }: ContentRow,
  logRecords: readonly ReadLogRecord[] = [],
): Pick<SpanDetail, "input" | "output"> {
  const [inputText, outputText] =
    type === "action"
      ? [body["options"], body["result"]]
      : fromModelLogType(type) === undefined
        ? [body["input"], body["output"]]
        : [body["prompt"], body["response"]];
  const form = type === "action" || type === "embedding_event" ? "value" : "messages";
  const told = readLogRecordContent(logRecords);
  const input = pickBetter(readContentText(inputText, form, "user"), told.input);
  const output = pickBetter(readContentText(outputText, form, "assistant"), told.output);
  return { ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
}

function pickBetter(own: unknown, told: unknown): unknown {
  if (own === undefined) return told;
  return told !== undefined && readConversation(own) === undefined ? told : own;
}
