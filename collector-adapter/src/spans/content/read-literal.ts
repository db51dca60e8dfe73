import { fromJson } from "./from-json.ts";

/** Longer texts are not read. */
const MAX_LENGTH = 65_536;

/** The next of: a comma after which nothing comes, a mark, a text in either quotes, a number or a word. */
const TOKEN = /\s*(?:(,\s*(?=[\])}]))|([[\](){}:,])|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([\w.+-]+)|$)/sy;
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs;
/** Letters that stand for something else after a backslash. */
const LETTERS = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
/** What JSON writes in another way. */
const WORDS = new Map([
  ["True", "true"],
  ["False", "false"],
  ["None", "null"],
  ["(", "["],
  [")", "]"],
]);

/**
 * What Python wrote for want of JSON: dictionaries, lists and tuples of texts, numbers, `True`, `False` and `None`. Anything else, such as
 * a text that is cut or an object among them, is `undefined`. Depth and large integers are as {@link fromJson} has them.
 *
 * @example readLiteral("{'city': 'Kyiv', 'days': None}") // { city: "Kyiv", days: null }
 */
export function readLiteral(text: string): unknown {
  if (text.length > MAX_LENGTH) return undefined;
  let json = "";
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (token === null) return undefined;
    const [, , mark, single, double, word] = token;
    const said = single ?? double;
    const plain = mark ?? word ?? "";
    // A space keeps two numbers that stand beside each other from becoming one.
    json += said === undefined ? (WORDS.get(plain) ?? plain) : JSON.stringify(unescape(said));
    json += " ";
  }
  return isJson(json) ? fromJson(json) : undefined;
}

/** Of what is no JSON, `fromJson` would give what arrived. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unescape(text: string): string {
  return text.replaceAll(ESCAPE, (_, byte?: string, short?: string, long?: string, letter = "") => {
    const code = byte ?? short ?? long;
    if (code === undefined) return LETTERS.get(letter) ?? letter;
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? "\uFFFD" : String.fromCodePoint(point);
  });
}
