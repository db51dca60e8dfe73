import { CUT_MARK, cutText, type ContentMessage } from "@runline/contract";
import { isPlaceholder } from "./is-placeholder.ts";
import { isShaped } from "./is-shaped.ts";
import { limitContent, limitMessages } from "./limit-content.ts";
import { isEmpty } from "./members.ts";
import { looksLikeJson, fromText } from "./from-json.ts";
import { readMessages } from "./read-messages.ts";
import { isBlank } from "./read-part.ts";
import { readRepr } from "./read-repr.ts";
import { readValue } from "./read-value.ts";

/** Characters of a question: it is a line of a list. */
const MAX_QUESTION_LENGTH = 200;

/** Lines looked through for one that says something. */
const MAX_LINES = 100;

/** A conversation, or what tools take and give. */
export type ContentForm = "messages" | "value";

/** Who speaks where a message does not say. */
export type Speaker = "user" | "assistant";

/** Content, and what became of the value that it was made of. */
export interface FoundContent {
  content: unknown;
  /** First line of the last text of the user. */
  question?: string | undefined;
  /** Whether no message lost all it said: what some flatten only half, the raw request may hold whole. */
  isWhole: boolean;
  /** Whether the content is all that there was in the value. */
  isLossless: boolean;
  /** Whether the content is the value itself, read out of JSON. */
  isUnchanged: boolean;
}

/**
 * Content in the one shape, from what any instrumentation writes; `undefined` when there is nothing in it. What has that shape
 * already stays as it is.
 *
 * @example toContent('{"messages":[{"role":"user","content":"Hi"}]}', "messages", "user")
 */
export function toContent(value: unknown, form: ContentForm, speaker: Speaker): FoundContent | undefined {
  const parsed = toText(fromText(value));
  if (typeof parsed === "string" && isPlaceholder(parsed)) return undefined;
  if (form === "value") return toFound(toText(readValue(parsed)), parsed);
  if (isShaped(parsed)) return toConversation(parsed, parsed);
  const messages = readMessages(parsed, speaker)?.map(withoutBlanks);
  if (!messages) return toFound(parsed, parsed);
  const said = messages.filter(({ parts, omitted }) => parts.length > 0 || omitted !== undefined);
  const found = toConversation(said, parsed);
  return found && { ...found, isWhole: said.length === messages.length };
}

function toConversation(messages: ContentMessage[], parsed: unknown): FoundContent | undefined {
  const found = toFound(limitMessages(messages), parsed);
  return found && { ...found, question: toQuestion(messages) };
}

function toFound(content: unknown, parsed: unknown): FoundContent | undefined {
  if (isEmpty(content) || (typeof content === "string" && isPlaceholder(content))) return undefined;
  const limited = limitContent(content);
  const isUnchanged = limited === parsed;
  return { content: limited, isWhole: true, isLossless: isUnchanged || typeof parsed === "string", isUnchanged };
}

/** Content as rows of elizaOS's form hold it: a text as it is, everything else as JSON in a text. */
export function formatContent(content: unknown): string {
  return typeof content === "string" ? content : JSON.stringify(content);
}

/** The content in a row. Rows of older versions hold what the instrumentation sent: it gets its shape when it is read. */
export function readContentText(text: unknown, form: ContentForm, speaker: Speaker): unknown {
  if (typeof text === "string" && !looksLikeJson(text)) return text;
  return text === undefined ? undefined : toContent(text, form, speaker)?.content;
}

/** A number or a word of JSON that stands alone is shown, stored and read as the text it is. */
function toText(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

function withoutBlanks(message: ContentMessage): ContentMessage {
  return { ...message, parts: message.parts.filter((part) => !isBlank(part)) };
}

function toQuestion(messages: readonly ContentMessage[]): string | undefined {
  const parts = messages.flatMap((message) => (message.role === "user" ? message.parts : []));
  const text = parts.flatMap((part) => (part.type === "text" ? part.content : [])).at(-1) ?? "";
  const lines = readRepr(text)
    .split("\n", MAX_LINES)
    .map((line) => line.trim());
  // A line that ends with a colon is the heading of the next.
  const line = lines.find((words) => words !== "" && !words.endsWith(":")) ?? lines.find((words) => words !== "");
  return line === undefined ? undefined : cutText(line, MAX_QUESTION_LENGTH, CUT_MARK);
}
