import { fromModelLogType, type LogType, type SpanDetail } from "@runline/contract";
import type { LogBody } from "../records/span-record.ts";
import { readContentText } from "../spans/content/to-content.ts";

/** What is needed of the row of an ended span. */
interface ContentRow {
  type: LogType;
  body: LogBody;
}

/** What went in and came out of a step, from where a row of its type has it. */
export function readRowContent({ type, body }: ContentRow): Pick<SpanDetail, "input" | "output"> {
  const [inputText, outputText] =
    type === "action"
      ? [body["options"], body["result"]]
      : fromModelLogType(type) === undefined
        ? [body["input"], body["output"]]
        : [body["prompt"], body["response"]];
  const form = type === "action" || type === "embedding_event" ? "value" : "messages";
  const input = readContentText(inputText, form, "user");
  const output = readContentText(outputText, form, "assistant");
  return { ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
}
