const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

/** The status of a span, the one object that senders divide: a code in the first, a message in the second. */
const STATUS = /"status"\s*:\s*\{(?!\s*\})/g;

/**
 * The lists in a JSON text that are a member's value and have anything in them. Rarely more, where a text happens to look like one; never
 * fewer, but for members whose name ends with a backslash. So when as many were read, none is lost, which is known for a hundredth of
 * what it takes to read the text again.
 */
export function countLists(text: string): number {
  let count = 0;
  for (let at = text.indexOf("["); at !== -1; at = text.indexOf("[", at + 1)) {
    if (!isEmpty(text, at, LIST_END) && isValue(text, at)) count += 1;
  }
  return count;
}

/** The same for the statuses of spans with anything in them. Takes ten times as long. */
export function countStatuses(text: string): number {
  return text.match(STATUS)?.length ?? 0;
}

/** Whether nothing but blanks is in the list or object that begins at a place. */
function isEmpty(text: string, at: number, end: number): boolean {
  return text.charCodeAt(skipBlanks(text, at + 1)) === end;
}

/** The first place from one on that is not blank. */
function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

/** Whether a name and a colon stand before a place. In a text the quote of a name has a backslash. */
function isValue(text: string, at: number): boolean {
  const colon = skipBlanksBefore(text, at);
  if (text.charCodeAt(colon) !== COLON) return false;
  const quote = skipBlanksBefore(text, colon);
  return text.charCodeAt(quote) === QUOTE && text.charCodeAt(quote - 1) !== BACKSLASH;
}

/** The place of what comes before the blanks before a place. */
function skipBlanksBefore(text: string, at: number): number {
  let before = at - 1;
  while (isBlank(text.charCodeAt(before))) before -= 1;
  return before;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** An object whose end is still to come. Counted are lists and statuses with anything in them. */
interface OpenObject {
  /** How many of them each of its members has, but for the last. */
  readonly counts: Map<string, number>;
  lastName: string;
  /** How many of them the text has up to that member. */
  countBefore: number;
}

/**
 * The name of a member that comes once more in its object, after one with lists or a status in it: of the two JSON.parse keeps the last.
 * Reads the text character by character.
 *
 * @param text - valid JSON
 */
export function findLostMember(text: string): string | undefined {
  const open: OpenObject[] = [];
  let count = 0;
  let string = { start: 0, end: 0 };
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        string = { start: at, end: findQuote(text, at + 1) + 1 };
        at = string.end - 1;
        break;
      case COLON: {
        const object = open.at(-1);
        if (object === undefined) break;
        const name = String(JSON.parse(text.slice(string.start, string.end)));
        object.counts.set(object.lastName, count - object.countBefore);
        if ((object.counts.get(name) ?? 0) > 0) return name;
        object.lastName = name;
        object.countBefore = count;
        break;
      }
      case LIST:
        if (!isEmpty(text, at, LIST_END)) count += 1;
        break;
      case OBJECT:
        if (open.at(-1)?.lastName === "status" && !isEmpty(text, at, OBJECT_END)) count += 1;
        open.push({ counts: new Map(), lastName: "", countBefore: count });
        break;
      case OBJECT_END:
        open.pop();
        break;
    }
  }
  return undefined;
}

/** The place of the quote that ends a text. */
function findQuote(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}
