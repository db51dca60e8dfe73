import { CUT_MARK, cutText, MAX_CONTENT_CHARS, toMessages, type MessageRole } from "@runline/contract";

/** Content as JSON of limited length. What is too long is kept as the beginning of its text. */
export function toContent(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const json = JSON.stringify(value);
  return json.length <= MAX_CONTENT_CHARS
    ? json
    : cutToJson(typeof value === "string" ? value : json, MAX_CONTENT_CHARS);
}

/** Messages of the GenAI conventions as JSON of limited length. What is too long is kept as the beginning of its text. */
export function toMessageContent(role: MessageRole, value: unknown): string | undefined {
  const messages = toMessages(role, value);
  if (messages === undefined) return undefined;
  const json = JSON.stringify(messages);
  if (json.length <= MAX_CONTENT_CHARS) return json;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const frame = JSON.stringify(toMessages(role, ""));
  const content = cutToJson(text, MAX_CONTENT_CHARS - frame.length);
  return frame.replace('"content":""', () => `"content":${content}`);
}

/** The text as a JSON string of at most so many characters; an escape takes up to six. */
function cutToJson(text: string, limit: number): string {
  let length = Math.min(text.length, limit);
  for (;;) {
    const json = JSON.stringify(length === text.length ? text : cutText(text, length) + CUT_MARK);
    if (json.length <= limit) return json;
    length = Math.min(length - 1, Math.floor(length * (limit / json.length)));
  }
}
