import { CUT_MARK, cutText, NO_MESSAGE } from "@runline/contract";
import { cleanText } from "../clean-text.ts";

const MAX_LINE_LENGTH = 300;
/** Characters that are looked at: an error may be 1 MB long, and says why at its beginning. */
export const MAX_READ = 4096;

/** What terminals take for colours. */
// oxlint-disable-next-line no-control-regex -- each begins with one
const COLOURS = /\u001B\[[\d;]*m/g;
const TRACEBACK = "Traceback (most recent call last):";
/** What Python draws beside the tracebacks of a group of exceptions. */
const GROUP_EDGE = /^\s*\| /;
/** What stands before the first traceback of a group; each run of edges is tried at its beginning only. */
const GROUP_HEAD = /(?<![\s|+])[\s|+]*Exception Group $/;
/** No more than an exception as Python's `repr` writes it: calls look like that, too. @example ToolException('no such city') */
const REPR = /^([\w.]+(?:Error|Exception|Failure|Timeout|Interrupt|Exit))\((["'])((?:(?!\2)[^\\]|\\.)*)\2,?\)$/s;
const PAGE = /<!doctype html|<html/i;
/** An object or a list at the beginning, or after no more than a code or the type of an error: what comes after other words may be what a model wrote. */
const BODY = /(?:^|\d{3}|(?:Error|Exception))[\s:-]*(?=\[?\s*[{[])/;
/** Members that say why, the one that says most first. */
const WORDS = ["message", "msg", "error_description", "detail", "error", "title"].map(
  (name) => new RegExp(`["']${name}["']\\s*:\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'((?:[^'\\\\]|\\\\.)*)')`),
);
/** Where in some arguments something is wrong, as validators of both languages tell. */
const PLACE = /["'](?:path|loc)["']\s*:\s*[[(]([^\])]+)[\])]/;

/**
 * What went wrong in one line, as one would say it: the exception and not its frames, the message in a body and not its braces, the title of
 * a page. Of anything else the first line that says something.
 *
 * @example toFailureLine('400 {"error":{"message":"Your credit is too low."}}') // "400 Your credit is too low"
 */
export function toFailureLine(message: string): string {
  const said = cutText(skipFrames(message), MAX_READ, CUT_MARK).replaceAll(COLOURS, "");
  const words = readBody(readPage(readRepr(said)));
  const line = words.split("\n").find((text) => text.trim() !== "") ?? NO_MESSAGE;
  const short = line.trim().replace(/(?<!\.)\.$/, ""); // what follows goes on in the same line
  return cutText(cleanText(short), MAX_LINE_LENGTH, CUT_MARK);
}

/** What stands before the first traceback, unless that only announces it; else what is below the frames of the last one. */
function skipFrames(text: string): string {
  const first = text.indexOf(TRACEBACK);
  if (first === -1) return text;
  const before = text.slice(0, first);
  const words = before.replace(GROUP_HEAD, "").trim();
  const isAnnounced = words === "" || words.endsWith(":");
  if (!isAnnounced) return before;
  const below = text.slice(text.lastIndexOf(TRACEBACK) + TRACEBACK.length).split("\n");
  const lines = below.map((line) => line.replace(GROUP_EDGE, "")).filter((line) => line.trim() !== "");
  return `${words} ${lines.find((line) => !/^\s/.test(line)) ?? lines.at(-1) ?? ""}`;
}

function readRepr(text: string): string {
  const [, type, quote, words = ""] = REPR.exec(text.trim()) ?? [];
  return type === undefined || quote === undefined ? text : `${type}: ${unescape(words)}`;
}

function readPage(text: string): string {
  const at = text.search(PAGE);
  if (at === -1) return text;
  const page = text.slice(at);
  const [, title] = /<title[^<>]*>([^<]+)/i.exec(page) ?? [];
  const words = (title ?? page.replaceAll(/<[^<>]*>/g, " ")).replaceAll(/\s+/g, " ").trim();
  return words === "" ? text : text.slice(0, at) + words;
}

function readBody(text: string): string {
  const found = BODY.exec(text);
  if (found === null) return text;
  const from = found.index + found[0].length;
  const body = text.slice(from);
  for (const member of WORDS) {
    const said = member.exec(body);
    const words = said?.[1] ?? said?.[2];
    if (said === null || words === undefined || words.trim() === "") continue;
    const place = PLACE.exec(readBeside(body, said))?.[1]
      ?.replaceAll(/["'\s]/g, "")
      .replaceAll(",", ".");
    return `${text.slice(0, from)}${place === undefined ? "" : `${place}: `}${readBody(unescape(words))}`;
  }
  return text;
}

/** What stands beside a member up to the next braces: in the same object. */
function readBeside(body: string, { index, 0: member }: RegExpExecArray): string {
  const before = body.slice(0, index);
  const after = body.slice(index + member.length);
  const end = after.search(/[{}]/);
  const start = Math.max(before.lastIndexOf("{"), before.lastIndexOf("}")) + 1;
  return before.slice(start) + (end === -1 ? after : after.slice(0, end));
}

/** The text of a literal of JSON or Python. */
function unescape(literal: string): string {
  return literal.replaceAll(/\\(?:u([\da-fA-F]{4})|(.))/gs, (_, code: string | undefined, letter: string | undefined) =>
    code === undefined ? (letter === "n" ? "\n" : (letter ?? "")) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
