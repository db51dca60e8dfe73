import type { LogBody } from "../records/span-record.ts";
import { sizeOfContent, shortenContent } from "../spans/content/shorten-content.ts";

/** What an event tells of what went in and came out, by its name in the body of the row. */
const CONTENT = ["prompt", "response", "result"] as const;

/** The body of a row with the content that it may have. */
interface LimitedContent {
  body: LogBody;
  /** Of the content in it. */
  bytes: number;
  isShortened: boolean;
  isLeftOut: boolean;
}

/**
 * Cuts the content of an event inside when it is longer than `maxBytes`, and leaves it out when that is less than `minBytes`. The
 * longest text gives first.
 */
export function limitEventContent(
  body: LogBody,
  { maxBytes, minBytes }: { maxBytes: number; minBytes: number },
): LimitedContent {
  const contents = CONTENT.filter((name) => body[name] !== undefined)
    .map((name) => ({ name, bytes: sizeOfContent(body[name]) }))
    .toSorted((a, b) => a.bytes - b.bytes);
  const bytes = contents.reduce((sum, content) => sum + content.bytes, 0);
  if (bytes <= maxBytes) return { body, bytes, isShortened: false, isLeftOut: false };
  const limited = { ...body };
  if (maxBytes < minBytes) {
    for (const { name } of contents) delete limited[name];
    return { body: limited, bytes: 0, isShortened: false, isLeftOut: true };
  }
  let left = maxBytes;
  for (const [index, content] of contents.entries()) {
    const shorter = shortenContent(body[content.name], Math.floor(left / (contents.length - index)));
    limited[content.name] = shorter;
    left -= sizeOfContent(shorter);
  }
  return { body: limited, bytes: maxBytes - left, isShortened: true, isLeftOut: false };
}
