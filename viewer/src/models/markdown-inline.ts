/** A piece of a line of Markdown. Only what is here can come of a text: no HTML, no addresses but of the web. */
export type Inline =
  | { type: "text"; text: string }
  | { type: "code"; text: string }
  | { type: "break" }
  | { type: "strong" | "emphasis" | "strike"; children: Inline[] }
  | { type: "link"; url: string; children: Inline[] }
  /** Never loaded: the address is the model's. */
  | { type: "image"; url: string; text: string };

/** Pieces inside pieces. What is deeper stays the text that it is. */
const MAX_DEPTH = 16;

const MARKS = { "**": "strong", __: "strong", "*": "emphasis", _: "emphasis", "~~": "strike" } as const;
type Mark = keyof typeof MARKS;

/** A mark that may begin something: where it stands among the pieces. */
interface Opener {
  mark: Mark | "[" | "![";
  place: number;
}

const PLAIN = /[^\\`*_~[\]!<h\n]+/y;
const ESCAPED = /\\([!-/:-@[-`{-~])/y;
const BACKTICKS = /`+/y;
const DELIMITERS = /\*+|_+|~~/y;
const ADDRESS = /<(https?:\/\/[^\s<>]+)>|https?:\/\/[^\s<>"'`[\]]+/iy;
const TARGET = /\((?:<([^<>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)/y;
/** What ends a sentence behind an address, or stands around it. */
const AFTER_ADDRESS = ".,;:!?*_~)";

/**
 * The pieces of a text, in one pass: twice the text takes twice the time, whatever is in it.
 *
 * @example parseInline("It is **dry**.") // text, strong, text
 */
export function parseInline(text: string): Inline[] {
  const pieces: Inline[] = [];
  let openers: Opener[] = [];
  const closing = findBackticks(text);
  let at = 0;

  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text) ?? undefined;
  };
  const addText = (words: string) => {
    const last = pieces.at(-1);
    if (last?.type === "text" && openers.at(-1)?.place !== pieces.length - 1) last.text += words;
    else pieces.push({ type: "text", text: words });
    at += words.length;
  };
  const open = (mark: Opener["mark"]) => {
    if (openers.length < MAX_DEPTH) openers.push({ mark, place: pieces.length });
    pieces.push({ type: "text", text: mark });
    at += mark.length;
  };
  /** Takes what stands behind the mark; openers inside that stay text. */
  const takeFrom = (index: number): Inline[] => {
    const place = openers[index]?.place ?? 0;
    openers = openers.slice(0, index);
    return pieces.splice(place).slice(1);
  };

  /** Marks that close something or begin it; in the middle of a word, `_` does neither. */
  function readDelimiters(run: string): void {
    const [before = " ", after = " "] = [text[at - 1], text[at + run.length]];
    const isInWord = run[0] === "_" && isWord(before) && isWord(after);
    const canClose = !isInWord && !/\s/.test(before);
    const canOpen = !isInWord && !/\s/.test(after);
    const single = run.slice(0, 1);
    for (let left = run; left !== "";) {
      // Of two marks, both are used or none; of three, the inner one is the first to close.
      const canUse = ({ mark }: Opener) => left.startsWith(mark) && left.length % 2 >= 2 - mark.length;
      const index = canClose ? openers.findLastIndex(canUse) : -1;
      const opener = openers[index];
      if (opener !== undefined && isMark(opener.mark) && pieces.length > opener.place + 1) {
        pieces.push({ type: MARKS[opener.mark], children: takeFrom(index) });
        at += opener.mark.length;
        left = left.slice(opener.mark.length);
        continue;
      }
      const mark = left.length >= 2 ? left.slice(0, 2) : single;
      if (canOpen && isMark(mark)) open(mark);
      else addText(mark);
      left = left.slice(mark.length);
    }
  }

  function readBracket(): void {
    const index = openers.findLastIndex(({ mark }) => mark === "[" || mark === "![");
    const opener = openers[index];
    at += 1;
    const target = opener && match(TARGET);
    if (!opener || !target) {
      at -= 1;
      if (opener) openers = openers.filter((one) => one !== opener);
      return addText("]");
    }
    const url = target[1] ?? target[2] ?? "";
    const children = takeFrom(index);
    at += target[0].length;
    if (opener.mark === "![") {
      pieces.push({ type: "image", url, text: toPlainText(children) });
    } else if (toWebAddress(url) === undefined) {
      pieces.push(...children, { type: "text", text: ` (${url})` });
    } else {
      pieces.push({ type: "link", url, children: children.flatMap(withoutLinks) });
      openers = openers.filter(({ mark }) => mark !== "[");
    }
  }

  while (at < text.length) {
    const char = text[at] ?? "";
    const plain = match(PLAIN);
    const code = char === "`" ? match(BACKTICKS)?.[0] : undefined;
    const delimiters = match(DELIMITERS)?.[0];
    const address =
      char === "<" || (char.toLowerCase() === "h" && !isWord(text[at - 1] ?? " ")) ? match(ADDRESS) : undefined;
    const escaped = char === "\\" ? match(ESCAPED)?.[1] : undefined;
    if (plain) addText(plain[0]);
    else if (code !== undefined) {
      const end = closing(code.length, at);
      if (end === undefined) addText(code);
      else {
        pieces.push({ type: "code", text: text.slice(at + code.length, end).replaceAll("\n", " ") });
        at = end + code.length;
      }
    } else if (delimiters !== undefined) readDelimiters(delimiters);
    else if (escaped !== undefined) {
      at += 1;
      addText(escaped);
    } else if (address) {
      const url = address[1] ?? withoutEnd(address[0], AFTER_ADDRESS);
      pieces.push({ type: "link", url, children: [{ type: "text", text: url }] });
      at += address[1] === undefined ? url.length : address[0].length;
    } else if (char === "\n") {
      pieces.push({ type: "break" });
      at += 1;
    } else if (text.startsWith("![", at)) open("![");
    else if (char === "[") open("[");
    else if (char === "]") readBracket();
    else addText(char);
  }
  return pieces;
}

/**
 * The address when it is one of the web; others, such as `javascript:` and `data:`, lead nowhere.
 *
 * @example toWebAddress("javascript:alert(1)") // undefined
 */
export function toWebAddress(url: string): URL | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url);
}

/** The words of pieces, without what they look like. */
export function toPlainText(pieces: readonly Inline[]): string {
  return pieces
    .map((piece) => {
      if (piece.type === "break") return "\n";
      return "text" in piece ? piece.text : toPlainText(piece.children);
    })
    .join("");
}

function withoutLinks(piece: Inline): Inline[] {
  if (piece.type === "link") return piece.children;
  return "children" in piece ? [{ ...piece, children: piece.children.flatMap(withoutLinks) }] : [piece];
}

/** Finds the next run of as many backticks. Runs are found once: a text of unclosed ones is not searched again for each. */
function findBackticks(text: string): (length: number, after: number) => number | undefined {
  const places = new Map<number, number[]>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const known = places.get(run.length);
    if (known) known.push(index);
    else places.set(run.length, [index]);
  }
  for (const known of places.values()) known.reverse();
  return (length, after) => {
    const known = places.get(length) ?? [];
    while ((known.at(-1) ?? Infinity) <= after) known.pop();
    return known.at(-1);
  };
}

/** The text without those of the characters that it ends with. */
function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1] ?? "")) end -= 1;
  return text.slice(0, end);
}

function isMark(mark: string): mark is Mark {
  return Object.hasOwn(MARKS, mark);
}

function isWord(char: string): boolean {
  return /[\p{L}\p{N}_]/u.test(char);
}
