import type { ContentPart } from "@runline/contract";
import { toPlainText } from "../format/plain-text.ts";
import type { Conversation, ConversationEntry } from "../models/conversation.ts";

/** Everything that an entry says, as one text in lower case. */
export function toEntryText(entry: ConversationEntry): string {
  const { label, error = "" } = entry.span;
  return [label, error, ...toContents(entry).map(toPlainText)].join("\n").toLowerCase();
}

function toContents(entry: ConversationEntry): unknown[] {
  if (entry.type === "action") return [entry.input, entry.output];
  const parts = entry.type === "model" ? [entry.output] : [entry.asked, entry.answered];
  return [...(entry.type === "model" && entry.added.length > 0 ? [entry.added] : []), ...parts.flatMap(toMessages)];
}

/** What stands above the entries: what was asked, what was answered, what the model is told to be. */
export function toHeadText({ answer, question, system }: Conversation): string {
  const said = [answer, question].flatMap((each) => (each ? toMessages(each.parts) : []));
  return [...said, ...(system.length > 0 ? [system] : [])].map(toPlainText).join("\n").toLowerCase();
}

function toMessages(parts: readonly ContentPart[]): unknown[] {
  return parts.length === 0 ? [] : [[{ role: "", parts }]];
}
