import { parseInline, type Inline } from "./markdown-inline.ts";

/** A block of Markdown. */
export type Block =
  | { type: "paragraph"; children: Inline[] }
  | { type: "heading"; level: number; children: Inline[] }
  | { type: "code"; text: string }
  | { type: "quote"; blocks: Block[] }
  | { type: "list"; start: number | undefined; items: Block[][] }
  | { type: "table"; head: Inline[][]; rows: Inline[][][] }
  | { type: "rule" };

/** Lists and quotes inside each other. What is deeper stays the text that it is. */
const MAX_DEPTH = 8;

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( *)([-*+]|\d{1,9}[.)])(?:( +)(.*))?$/;
const TABLE_LINE = /^\|? *:?-+:? *(?:\| *:?-+:? *)*\|?$/;

/** What a line begins, tried in this order: a block, and the line after it. */
type Reader = (lines: readonly string[], at: number, depth: number) => { block: Block; next: number } | undefined;

const READERS: readonly Reader[] = [readFence, readHeading, readRule, readQuote, readList, readTable];

/**
 * The blocks of a text that a model wrote. Headings, lists, quotes, code, tables and what stands inside a line are read; HTML
 * and the rest of Markdown stay the text that they are. Written here, because parsers that know all of Markdown take seconds for texts
 * that are made for that: 20,000 characters before an `@` took one of them 0.9 s, and as many `>` its whole stack.
 *
 * @example parseMarkdown("# Tonight\n- dry\n- 18 °C")
 */
export function parseMarkdown(text: string): Block[] {
  return parseBlocks(text.replaceAll("\r\n", "\n").replaceAll("\t", "    ").split("\n"), 0);
}

function parseBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const { block, next } = readBlock(lines, at, depth) ?? readParagraph(lines, at, depth);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

function readBlock(lines: readonly string[], at: number, depth: number): ReturnType<Reader> {
  for (const read of READERS) {
    const found = read(lines, at, depth);
    if (found) return found;
  }
  return undefined;
}

function readParagraph(lines: readonly string[], at: number, depth: number): { block: Block; next: number } {
  let next = at + 1;
  while (next < lines.length && !isBlank(lines[next]) && !beginsBlock(lines, next, depth)) next += 1;
  const text = lines.slice(at, next).map((line) => line.trim());
  return { block: { type: "paragraph", children: parseInline(text.join("\n")) }, next };
}

/** Whether a line ends the paragraph before it. */
function beginsBlock(lines: readonly string[], at: number, depth: number): boolean {
  const line = lines[at] ?? "";
  if (FENCE.test(line) || HEADING.test(line) || RULE.test(line)) return true;
  if (depth >= MAX_DEPTH) return false;
  return QUOTE.test(line) || (ITEM.exec(line)?.[4] ?? "") !== "";
}

/** Code goes on to the end of the text when nothing closes it: an answer may still be coming, or was cut. */
function readFence(lines: readonly string[], at: number): ReturnType<Reader> {
  const fence = FENCE.exec(lines[at] ?? "")?.[1];
  if (fence === undefined) return undefined;
  const isEnd = (line: string) =>
    FENCE.exec(line)?.[1]?.startsWith(fence) === true && line.trim().length >= fence.length;
  let end = at + 1;
  while (end < lines.length && !isEnd(lines[end] ?? "")) end += 1;
  return { block: { type: "code", text: lines.slice(at + 1, end).join("\n") }, next: end + 1 };
}

function readHeading(lines: readonly string[], at: number): ReturnType<Reader> {
  const [, marks, words = ""] = HEADING.exec(lines[at] ?? "") ?? [];
  if (marks === undefined) return undefined;
  return { block: { type: "heading", level: marks.length, children: parseInline(words.trim()) }, next: at + 1 };
}

function readRule(lines: readonly string[], at: number): ReturnType<Reader> {
  return RULE.test(lines[at] ?? "") ? { block: { type: "rule" }, next: at + 1 } : undefined;
}

function readQuote(lines: readonly string[], at: number, depth: number): ReturnType<Reader> {
  if (depth >= MAX_DEPTH) return undefined;
  let next = at;
  while (next < lines.length && QUOTE.test(lines[next] ?? "")) next += 1;
  if (next === at) return undefined;
  const inner = lines.slice(at, next).map((line) => line.replace(QUOTE, ""));
  return { block: { type: "quote", blocks: parseBlocks(inner, depth + 1) }, next };
}

/** An item goes on with the lines that are indented like its text, and with those that follow it without a blank line. */
function readList(lines: readonly string[], at: number, depth: number): ReturnType<Reader> {
  const first = ITEM.exec(lines[at] ?? "");
  if (!first || depth >= MAX_DEPTH) return undefined;
  const isOrdered = /\d/.test(first[2] ?? "");
  const items: Block[][] = [];
  let next = at;
  for (;;) {
    const item = ITEM.exec(lines[next] ?? "");
    if (!item || /\d/.test(item[2] ?? "") !== isOrdered || RULE.test(lines[next] ?? "")) break;
    const [, indent = "", mark = "", space = " ", words = ""] = item;
    const width = indent.length + mark.length + Math.min(space.length, 4);
    const inner = [words];
    for (next += 1; next < lines.length; next += 1) {
      const line = lines[next] ?? "";
      const isInside = toIndent(line) >= width;
      const isBlankInside = isBlank(line) && toIndent(lines[next + 1] ?? "") >= width && !isBlank(lines[next + 1]);
      const isLazy =
        !isBlank(line) && !isBlank(lines[next - 1]) && !ITEM.test(line) && !beginsBlock(lines, next, depth);
      if (!isInside && !isBlankInside && !isLazy) break;
      inner.push(isInside ? line.slice(width) : line.trim());
    }
    items.push(parseBlocks(inner, depth + 1));
    // Items may stand apart.
    if (isBlank(lines[next]) && ITEM.test(lines[next + 1] ?? "")) next += 1;
  }
  const start = isOrdered ? Number.parseInt(first[2] ?? "1", 10) : undefined;
  return items.length === 0 ? undefined : { block: { type: "list", start, items }, next };
}

function readTable(lines: readonly string[], at: number): ReturnType<Reader> {
  const [head = "", line = ""] = [lines[at], lines[at + 1]];
  if (!head.includes("|") || !line.includes("-") || !TABLE_LINE.test(line.trim())) return undefined;
  const columns = toCells(head);
  if (toCells(line).length !== columns.length) return undefined;
  let next = at + 2;
  const rows: Inline[][][] = [];
  for (; next < lines.length && (lines[next] ?? "").includes("|"); next += 1) {
    const cells = toCells(lines[next] ?? "");
    rows.push(columns.map((_, column) => parseInline(cells[column] ?? "")));
  }
  return { block: { type: "table", head: columns.map(parseInline), rows }, next };
}

function toCells(line: string): string[] {
  const inner = line.trim().replace(/^\|/, "").replace(/\|$/, "");
  return inner.split("|").map((cell) => cell.trim());
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === "";
}

function toIndent(line: string): number {
  return line.length - line.trimStart().length;
}
