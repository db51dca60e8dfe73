/** A status message longer than this is cut: some errors carry the whole request. */
const MAX_MESSAGE_CHARS = 4_096;

/** What an error says about itself: a message for people and a class of low cardinality for `error.type`. */
export interface ErrorDescription {
  message: string;
  type: string;
}

/** Reads any thrown or returned value as an error. Never throws. */
export function toErrorDescription(error: unknown): ErrorDescription {
  return { message: toMessage(error).slice(0, MAX_MESSAGE_CHARS), type: toType(error) };
}

function toMessage(error: unknown): string {
  if (typeof error === "string") return error;
  if (error instanceof Error) return error.message || error.name;
  if (typeof error === "object" && error !== null && "message" in error && typeof error.message === "string") {
    return error.message;
  }
  return error === null || typeof error !== "object" ? String(error) : "Unknown error";
}

function toType(error: unknown): string {
  if (typeof error !== "object" || error === null) return "_OTHER";
  if ("code" in error && typeof error.code === "string" && error.code !== "") return error.code;
  return "name" in error && typeof error.name === "string" && error.name !== "" ? error.name : "_OTHER";
}
