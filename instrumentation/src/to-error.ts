import { cutText } from "@runline/contract";
import { keepText } from "./content/create-secret-filter.ts";
import type { TextFilter } from "./content/create-secret-filter.ts";

/** A status message longer than this is cut: some errors carry the whole request. */
const MAX_MESSAGE_CHARS = 4_096;
/** A stack repeats the message before it says where. */
const MAX_STACK_CHARS = 16_384;

const UNKNOWN = "Unknown error";

/** What an error says about itself: a message for people and a class of low cardinality for `error.type`. */
export interface ErrorDescription {
  message: string;
  type: string;
  /** Of a real error: where it was thrown. */
  stack?: string;
}

/**
 * Reads any thrown or returned value as an error. Never throws, whatever the members of the value are or do.
 *
 * @param clean every text passes here before it is cut. Default: it stays as it is
 */
export function toErrorDescription(error: unknown, clean: TextFilter = keepText): ErrorDescription {
  const cut = (text: string, maxChars: number): string => cutText(clean(text, maxChars), maxChars);
  if (typeof error !== "object" || error === null) {
    return { message: cut(toText(error), MAX_MESSAGE_CHARS), type: "_OTHER" };
  }
  const name = readText(error, "name");
  const message = readText(error, "message") ?? name ?? UNKNOWN;
  const stack = isError(error) ? readText(error, "stack") : undefined;
  return {
    message: cut(message, MAX_MESSAGE_CHARS),
    type: cut(readText(error, "code") ?? name ?? "_OTHER", MAX_MESSAGE_CHARS),
    ...(stack !== undefined && { stack: cut(stack, MAX_STACK_CHARS) }),
  };
}

function toText(error: unknown): string {
  try {
    return String(error) || UNKNOWN;
  } catch {
    // A function, of which everything may be replaced.
    return UNKNOWN;
  }
}

function isError(error: object): boolean {
  try {
    return error instanceof Error;
  } catch {
    // A proxy that does not want to be looked at.
    return false;
  }
}

function readText(error: object, key: string): string | undefined {
  try {
    const text: unknown = Reflect.get(error, key);
    return typeof text === "string" && text !== "" ? text : undefined;
  } catch {
    // A getter of a foreign object; it has no text to show.
    return undefined;
  }
}
