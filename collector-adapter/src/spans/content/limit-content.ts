import { CUT_MARK, cutText } from "@runline/contract";
import { MAX_NAME_LENGTH, MAX_SPAN_VALUES, MAX_TEXT_LENGTH, MAX_VALUE_DEPTH } from "../../otlp/span-limits.ts";
import { isRecord } from "../is-record.ts";

/** How much there may be of content. */
export interface ContentLimits {
  /** Characters of all texts together; of several long ones each loses what is more than its share. */
  chars: number;
  /** Values, members of lists and objects included; a long name counts as several. */
  values: number;
}

const LIMITS: ContentLimits = { chars: MAX_TEXT_LENGTH, values: MAX_SPAN_VALUES };
/** A share is never smaller, so that something can be read besides the mark. */
const MIN_SHARE = 64;
/** Of too many values so many less are kept, at most half: room for the marks of the lists and objects they were in. */
const VALUES_OF_MARKS = 1024;
/** Characters of a key that count as one value. */
const KEY_CHARS = 16;
/** Messages of one conversation: of longer ones the beginning and the end are kept. */
const MAX_MESSAGES = 1000;
const FIRST_MESSAGES = 100;

/**
 * Content within limits: what is too long or too much is cut inside, and the place says how much is missing. Content that is
 * within them comes back as it is.
 */
export function limitContent(content: unknown, { chars, values }: ContentLimits = LIMITS): unknown {
  const size = measure(content);
  if (size.chars <= chars && size.values <= values && !size.isDeep) return content;
  const keptValues = values - Math.min(VALUES_OF_MARKS, Math.floor(values / 2));
  return new ContentCutter(toShare(size.lengths, chars), keptValues).copy(content, 1);
}

/** A conversation, read or not, within the number of messages that are kept. */
export function limitMessages<Message>(messages: readonly Message[]): readonly (Message | OmittedMessages)[] {
  if (messages.length <= MAX_MESSAGES) return messages;
  const last = messages.slice(messages.length - (MAX_MESSAGES - FIRST_MESSAGES - 1));
  const omitted = messages.length - FIRST_MESSAGES - last.length;
  return [...messages.slice(0, FIRST_MESSAGES), { role: "system", parts: [], omitted }, ...last];
}

/** Stands for messages that were left out. */
interface OmittedMessages {
  role: "system";
  parts: [];
  omitted: number;
}

interface Size {
  chars: number;
  values: number;
  isDeep: boolean;
  /** Of the texts that are longer than the smallest share. */
  lengths: number[];
}

function measure(value: unknown, size: Size = { chars: 0, values: 0, isDeep: false, lengths: [] }, depth = 1): Size {
  size.values += 1;
  if (typeof value === "string") {
    size.chars += value.length;
    if (value.length > MIN_SHARE) size.lengths.push(value.length);
  } else if (typeof value === "object" && value !== null) {
    if (depth > MAX_VALUE_DEPTH) size.isDeep = true;
    else if (Array.isArray(value)) for (const item of value) measure(item, size, depth + 1);
    else {
      for (const [key, member] of Object.entries(value)) {
        size.values += Math.ceil(key.length / KEY_CHARS) - 1;
        if (key.length > MAX_NAME_LENGTH) size.isDeep = true;
        measure(member, size, depth + 1);
      }
    }
  }
  return size;
}

/** The length to which all longer texts are cut, so that together they are not longer than allowed. */
function toShare(lengths: number[], chars: number): number {
  let left = chars;
  const sorted = lengths.sort((a, b) => a - b);
  for (const [index, length] of sorted.entries()) {
    const share = left / (sorted.length - index);
    if (length > share) return Math.max(MIN_SHARE, Math.floor(share));
    left -= length;
  }
  return Number.POSITIVE_INFINITY;
}

/** Copies content and leaves out what is beyond the limits. */
class ContentCutter {
  readonly #share: number;
  #valuesLeft: number;

  constructor(share: number, values: number) {
    this.#share = share;
    this.#valuesLeft = values;
  }

  copy(value: unknown, depth: number): unknown {
    this.#valuesLeft -= 1;
    if (typeof value === "string") return this.#cut(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth > MAX_VALUE_DEPTH) return `${CUT_MARK} [what is more than ${MAX_VALUE_DEPTH} levels deep]`;
    return isRecord(value)
      ? this.#copyObject(value, depth)
      : Array.isArray(value)
        ? this.#copyList(value, depth)
        : null;
  }

  #copyList(list: readonly unknown[], depth: number): unknown[] {
    const copy: unknown[] = [];
    for (const [index, item] of list.entries()) {
      if (this.#valuesLeft <= 0) return [...copy, toMark(list.length - index, "more")];
      copy.push(this.copy(item, depth + 1));
    }
    return copy;
  }

  #copyObject(object: Record<string, unknown>, depth: number): Record<string, unknown> {
    const members = Object.entries(this.#cutPart(object));
    const copy: [string, unknown][] = [];
    for (const [index, [key, member]] of members.entries()) {
      if (this.#valuesLeft <= 0) {
        copy.push([CUT_MARK, toMark(members.length - index, "more")]);
        break;
      }
      this.#valuesLeft -= Math.ceil(key.length / KEY_CHARS) - 1;
      copy.push([cutText(key, MAX_NAME_LENGTH, CUT_MARK), this.copy(member, depth + 1)]);
    }
    return Object.fromEntries(copy); // defines each member, also one that is called __proto__
  }

  /** Parts of messages have a member that says how many characters are missing; half an image is worth nothing. */
  #cutPart(part: Record<string, unknown>): Record<string, unknown> {
    const { type, content, url, cut } = part;
    const before = typeof cut === "number" ? cut : 0;
    if ((type === "text" || type === "reasoning") && typeof content === "string" && content.length > this.#share) {
      const kept = cutText(content, this.#share);
      return { ...part, content: kept, cut: before + content.length - kept.length };
    }
    if ((type === "image" || type === "file") && typeof url === "string" && url.length > this.#share) {
      const { url: _url, ...rest } = part;
      return { ...rest, cut: before + url.length };
    }
    return part;
  }

  #cut(text: string): string {
    if (text.length <= this.#share) return text;
    const mark = toMark(text.length, "characters in all");
    return cutText(text, this.#share, mark);
  }
}

function toMark(count: number, what: string): string {
  return `${CUT_MARK} [${count.toLocaleString("en-US")} ${what}]`;
}
