import { MAX_CONTENT_CHARS } from "@runline/contract";

const MARK = "…";

/** Content as JSON of limited length. What is too long is kept as the beginning of its text. */
export function toContent(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const json = JSON.stringify(value);
  return json.length <= MAX_CONTENT_CHARS
    ? json
    : cutToJson(typeof value === "string" ? value : json, MAX_CONTENT_CHARS);
}

/** A text as one message of the GenAI conventions. */
export function toMessageContent(role: "user" | "assistant", value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const frame = JSON.stringify([{ role, parts: [{ type: "text", content: "" }] }]);
  const content = cutToJson(text, MAX_CONTENT_CHARS - frame.length);
  return frame.replace('"content":""', () => `"content":${content}`);
}

/** The text as a JSON string of at most so many characters; an escape takes up to six. */
function cutToJson(text: string, limit: number): string {
  let length = Math.min(text.length, limit);
  for (;;) {
    const json = JSON.stringify(length === text.length ? text : text.slice(0, length) + MARK);
    if (json.length <= limit) return json;
    length = Math.min(length - 1, Math.floor(length * (limit / json.length)));
  }
}
