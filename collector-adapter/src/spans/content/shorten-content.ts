import { limitContent } from "./limit-content.ts";
import { formatContent } from "./to-content.ts";
import { fromText } from "./from-json.ts";

/** What is not text (names, brackets, the marks of what is missing) has this share at first. */
const TEXT_SHARE = 0.9;
/** Characters that stand for one value: content of many short values is long without any long text. */
const CHARS_OF_VALUE = 16;

/** Bytes of content as a row holds it. */
export function sizeOfContent(content: unknown): number {
  return Buffer.byteLength(formatContent(content));
}

/**
 * Content as a row holds it, cut inside its structure to so many bytes: JSON in a text stays JSON, and each place that was cut says
 * how much is missing.
 *
 * @param maxBytes - at least 4096
 */
export function shortenContent(content: unknown, maxBytes: number): unknown {
  const text = formatContent(content);
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxBytes) return content;
  const value = fromText(content);
  // How long what is kept is as JSON is known when it is written.
  let chars = Math.floor(text.length * (maxBytes / bytes) * TEXT_SHARE);
  for (; ; chars = Math.floor(chars / 2)) {
    const shorter = limitContent(value, { chars, values: Math.ceil(chars / CHARS_OF_VALUE) });
    if (sizeOfContent(shorter) <= maxBytes) return typeof content === "string" ? formatContent(shorter) : shorter;
  }
}
