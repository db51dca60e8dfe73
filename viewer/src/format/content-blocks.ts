import { readConversation, type ContentMessage, type ContentPart } from "@runline/contract";
import { formatCount, formatPlural } from "./format-count.ts";

/** A piece of content: words to read, a value as indented JSON, or a note about what cannot be shown as text. */
interface ContentPiece {
  form: "prose" | "json" | "note";
  /** What it is, where that is neither plain words nor said by the block. */
  label?: string;
  text: string;
}

/** A message, or content outside of a conversation. */
export interface ContentBlock {
  title: string;
  pieces: ContentPiece[];
}

/** Makes content readable: a block for each message, or one for all. The result is only ever shown as text. */
export function toContentBlocks(content: unknown, title: string): ContentBlock[] {
  const messages = readConversation(content);
  return messages ? messages.map(toMessageBlock) : [{ title, pieces: [toValuePiece(content)] }];
}

/** Text as it is, everything else as indented JSON. */
export function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
}

function toMessageBlock({ role, name, parts, omitted }: ContentMessage): ContentBlock {
  if (omitted !== undefined) {
    return { title: "…", pieces: [{ form: "note", text: `${formatPlural(omitted, "message")} left out` }] };
  }
  return { title: name === undefined ? role : `${role} ${name}`, pieces: parts.flatMap(toPieces) };
}

function toPieces(part: ContentPart): ContentPiece[] {
  switch (part.type) {
    case "text":
      return [{ form: "prose", text: part.content }, ...toCutNote(part.cut)];
    case "reasoning":
      return [{ form: "prose", label: "Reasoning", text: part.content }, ...toCutNote(part.cut)];
    case "tool_call":
      return [toValuePiece(part.arguments ?? {}, `Calls ${part.name}`)];
    case "tool_result":
      return [toValuePiece(part.result, `Result of ${part.name ?? part.id ?? "the call"}`)];
    case "image":
    case "file":
      return [{ form: "note", text: toFileLine(part) }];
    case "other":
      return [toValuePiece(part.value)];
  }
}

function toValuePiece(value: unknown, label?: string): ContentPiece {
  const form = typeof value === "string" ? "prose" : "json";
  return { form, ...(label !== undefined && { label }), text: toText(value) };
}

function toCutNote(cut: number | undefined): ContentPiece[] {
  return cut === undefined ? [] : [{ form: "note", text: `${formatPlural(cut, "character")} cut` }];
}

/** One line that names an image or a file. What it shows is not loaded: the address is the sender's. */
function toFileLine({ type, name, mimeType, url, cut }: Extract<ContentPart, { type: "image" | "file" }>): string {
  const isInline = url?.startsWith("data:");
  const words = [
    type === "image" ? "Image" : "File",
    name,
    mimeType,
    isInline ? `${formatCount(url?.length ?? 0)} characters` : url,
    cut === undefined ? undefined : `${formatPlural(cut, "character")} cut`,
  ];
  return words.filter((word) => word !== undefined).join(" · ");
}
