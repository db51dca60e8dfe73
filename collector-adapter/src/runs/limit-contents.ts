import { sizeOfContent, shortenContent } from "../spans/content/shorten-content.ts";

/** Members that hold content, and how much of it there may be. */
interface ContentsLimit<Name> {
  names: readonly Name[];
  maxBytes: number;
  /** Content is left out where there may be less than this. */
  minBytes: number;
}

/** An object with the content that it may have. */
interface LimitedContents<Holder> {
  holder: Holder;
  /** Of the content in the object. */
  bytes: number;
  isShortened: boolean;
  isLeftOut: boolean;
}

/**
 * Cuts the content in an object inside when it is longer than `maxBytes`, and leaves it out when that is less than `minBytes`. The
 * longest text gives first.
 */
export function limitContents<Name extends string, Holder extends { [name in Name]?: unknown }>(
  holder: Holder,
  { names, maxBytes, minBytes }: ContentsLimit<Name>,
): LimitedContents<Holder> {
  const contents = names
    .filter((name) => holder[name] !== undefined)
    .map((name) => ({ name, bytes: sizeOfContent(holder[name]) }))
    .toSorted((a, b) => a.bytes - b.bytes);
  const bytes = contents.reduce((sum, content) => sum + content.bytes, 0);
  if (bytes <= maxBytes) return { holder, bytes, isShortened: false, isLeftOut: false };
  const limited = { ...holder };
  if (maxBytes < minBytes) {
    for (const { name } of contents) delete limited[name];
    return { holder: limited, bytes: 0, isShortened: false, isLeftOut: true };
  }
  let left = maxBytes;
  for (const [index, content] of contents.entries()) {
    const shorter = shortenContent(holder[content.name], Math.floor(left / (contents.length - index)));
    Object.assign(limited, { [content.name]: shorter });
    left -= sizeOfContent(shorter);
  }
  return { holder: limited, bytes: maxBytes - left, isShortened: true, isLeftOut: false };
}
