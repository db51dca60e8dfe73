import { OtlpDecodeError } from "./otlp-decode-error.ts";

/**
 * Brackets, commas and colons of a body. 64 MiB of spans with short attributes and nothing else have 10 million; 64 MiB of empty
 * objects have 45 million, which JSON.parse needs 3 GB and half a minute for.
 */
const MAX_MARKS = 12_000_000;
/** Lists and objects inside each other: JSON.parse keeps what is open in memory that no limit of the heap counts. */
const MAX_DEPTH = 100_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Refuses JSON that takes much more memory than its bytes, before it is parsed. A text is skipped, whatever is in it; whether the
 * rest is valid is for JSON.parse to say.
 *
 * @throws {OtlpDecodeError} `TOO_LARGE`
 */
export function checkJsonShape(body: Uint8Array): void {
  let marks = 0;
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    switch (body[at]) {
      case QUOTE:
        at += 1;
        while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
        break;
      case 0x7b: // {
      case 0x5b: // [
        marks += 1;
        depth += 1;
        if (depth > MAX_DEPTH) throw tooLarge(`lists and objects ${MAX_DEPTH} deep in each other`);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth -= 1;
        break;
      case 0x2c: // ,
      case 0x3a: // :
        marks += 1;
        if (marks > MAX_MARKS) throw tooLarge(`more than ${MAX_MARKS} lists, objects and members`);
        break;
    }
  }
}

function tooLarge(found: string): OtlpDecodeError {
  return new OtlpDecodeError(`The body has ${found}. Send smaller batches.`, { code: "TOO_LARGE" });
}
