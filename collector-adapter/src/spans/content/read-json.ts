import { CUT_MARK } from "@runline/contract";

/** Levels of lists and objects. Deeper JSON is taken for text: reading it would need as much stack as a sender likes. */
const MAX_DEPTH = 200;
/** Shorter texts that end too early are taken for what a person wrote: no sender cuts attributes that short. */
const MIN_CUT_LENGTH = 64;

const BLANK = /\s*/y;
const WORD = /[-+.\w]+/y;
const SCALAR = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

/** Thrown inside this file: the text is not JSON. */
class NoJson extends Error {}

/** Like `JSON.parse`, for text that may end too early, with integers of any size. `undefined` when the text is not JSON. */
export function readJson(text: string): unknown {
  const reader = new JsonReader(text);
  try {
    return reader.read();
  } catch (error) {
    if (error instanceof NoJson) return undefined;
    throw error;
  }
}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    // The mark of a cut stands where anything may have been.
    this.#text = text.endsWith(CUT_MARK) ? text.slice(0, -CUT_MARK.length) : text;
  }

  read(): unknown {
    const isText = this.#peek() === '"';
    const value = this.#value(0);
    const isCut = this.#peek() === "" && this.#isOpen;
    if (this.#peek() !== "" || (isCut && (isText || this.#text.length < MIN_CUT_LENGTH))) throw new NoJson();
    return value;
  }

  /** Whether the text ended inside a value. */
  #isOpen = false;

  #value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new NoJson();
    switch (this.#peek()) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#list(depth);
      case '"':
        return this.#string();
      default:
        return this.#scalar(depth);
    }
  }

  #object(depth: number): unknown {
    const members: [string, unknown][] = [];
    this.#at += 1;
    while (!this.#ends("}")) {
      if (members.length > 0) this.#expect(",");
      if (this.#peek() === "") continue;
      const key = this.#string();
      if (this.#ends()) break;
      this.#expect(":");
      if (this.#ends()) break;
      members.push([key, this.#value(depth + 1)]);
    }
    return Object.fromEntries(members);
  }

  #list(depth: number): unknown {
    const list: unknown[] = [];
    this.#at += 1;
    while (!this.#ends("]")) {
      if (list.length > 0) this.#expect(",");
      if (this.#peek() !== "") list.push(this.#value(depth + 1));
    }
    return list;
  }

  #string(): string {
    if (this.#peek() !== '"') throw new NoJson();
    const start = this.#at;
    let end = start;
    do end = this.#text.indexOf('"', end + 1);
    while (end !== -1 && this.#isEscaped(end));
    if (end === -1) {
      this.#isOpen = true;
      this.#at = this.#text.length;
      const whole = this.#text
        .slice(start)
        .replace(/\\(?:u[0-9a-f]{0,3})?$/i, (rest, at: number) => (this.#isEscaped(start + at) ? rest : ""));
      return `${this.#decode(`${whole}"`)}${CUT_MARK}`;
    }
    this.#at = end + 1;
    return this.#decode(this.#text.slice(start, this.#at));
  }

  #decode(json: string): string {
    try {
      return String(JSON.parse(json));
    } catch {
      throw new NoJson();
    }
  }

  /** Whether an odd number of backslashes stands before. */
  #isEscaped(at: number): boolean {
    let before = at;
    while (this.#text[before - 1] === "\\") before -= 1;
    return (at - before) % 2 === 1;
  }

  #scalar(depth: number): unknown {
    WORD.lastIndex = this.#at;
    const [word = ""] = WORD.exec(this.#text) ?? [];
    this.#at += word.length;
    if (depth > 0 && this.#at === this.#text.length) {
      // It may have gone on: `18` may have been `180`.
      this.#isOpen = true;
      return CUT_MARK;
    }
    if (!SCALAR.test(word)) throw new NoJson();
    const value: unknown = JSON.parse(word);
    const isExact = typeof value !== "number" || Number.isSafeInteger(value) || String(value) === word;
    return isExact || !/^-?\d+$/.test(word) ? value : word;
  }

  /** The next character that is not blank; empty at the end. */
  #peek(): string {
    BLANK.lastIndex = this.#at;
    BLANK.test(this.#text);
    this.#at = BLANK.lastIndex;
    return this.#text[this.#at] ?? "";
  }

  #expect(character: string): void {
    if (this.#peek() === "") return;
    if (this.#peek() !== character) throw new NoJson();
    this.#at += 1;
  }

  /** Whether the object or list ends here, because the text does or because it is closed. */
  #ends(closing?: string): boolean {
    const next = this.#peek();
    if (next === "") {
      this.#isOpen = true;
      return true;
    }
    if (next !== closing) return false;
    this.#at += 1;
    return true;
  }
}
