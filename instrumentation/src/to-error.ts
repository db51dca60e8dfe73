/** A status message longer than this is cut: some errors carry the whole request. */
const MAX_MESSAGE_CHARS = 4_096;

/** What an error says about itself: a message for people and a class of low cardinality for `error.type`. */
export interface ErrorDescription {
  message: string;
  type: string;
}

/** Reads any thrown or returned value as an error. Never throws, whatever the members of the value are or do. */
export function toErrorDescription(error: unknown): ErrorDescription {
  if (typeof error !== "object" || error === null) {
    return { message: String(error).slice(0, MAX_MESSAGE_CHARS), type: "_OTHER" };
  }
  const name = readText(error, "name");
  const message = readText(error, "message") ?? name ?? "Unknown error";
  return { message: message.slice(0, MAX_MESSAGE_CHARS), type: readText(error, "code") ?? name ?? "_OTHER" };
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
