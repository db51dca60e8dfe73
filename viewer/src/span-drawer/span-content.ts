import type { RunSpan } from "@runline/contract";

/** A piece of content: who said it, where that is known, and the text. */
export interface ContentBlock {
  title: string;
  text: string;
}

/** What went into the step and what came out of it; both empty when content was not captured. */
export function toSpanContent({ input, output }: RunSpan): { input: ContentBlock[]; output: ContentBlock[] } {
  return {
    input: input === undefined ? [] : toContentBlocks(input, "Input"),
    output: output === undefined ? [] : toContentBlocks(output, "Output"),
  };
}

/**
 * Makes content readable: chat messages become one block each, other JSON is indented, everything else stays as it is.
 * The result is text and is only ever shown as text.
 */
export function toContentBlocks(value: unknown, title: string): ContentBlock[] {
  const parsed = typeof value === "string" ? parseJson(value) : value;
  if (Array.isArray(parsed) && parsed.length > 0 && parsed.every(isMessage)) {
    return parsed.map((message) => ({ title: message.role, text: toMessageText(message) }));
  }
  return [{ title, text: toText(parsed) }];
}

/** Text as it is, everything else as indented JSON. */
export function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
}

function parseJson(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON after all: shown as the text it is.
    return text;
  }
}

interface Message {
  role: string;
  content?: unknown;
  parts?: unknown;
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "role" in value && typeof value.role === "string";
}

function toMessageText(message: Message): string {
  const pieces: unknown[] = Array.isArray(message.parts) ? message.parts : [message.content ?? message];
  return pieces.map(toPieceText).join("\n\n");
}

function toPieceText(piece: unknown): string {
  if (typeof piece === "object" && piece !== null) {
    if ("content" in piece && typeof piece.content === "string") return piece.content;
    if ("text" in piece && typeof piece.text === "string") return piece.text;
  }
  return toText(piece);
}
