import type { ContentPart } from "@runline/contract";
import { isRecord } from "../is-record.ts";
import { isPlaceholder } from "./is-placeholder.ts";
import { first, firstRecord, firstText } from "./members.ts";
import { readFile, readTypedFile } from "./read-file.ts";
import { fromText } from "./from-json.ts";

type Source = Record<string, unknown>;

/** Members that hold a part under the name of what the part is, as Bedrock, Gemini, Genkit and OpenInference write it. */
const WRAPPERS: ReadonlyMap<string, (inner: Source) => ContentPart | undefined> = new Map([
  ["toolUse", readToolCall],
  ["functionCall", readToolCall],
  ["function_call", readToolCall],
  ["toolRequest", readToolCall],
  ["tool_call", readToolCall],
  ["toolResult", readToolResult],
  ["functionResponse", readToolResult],
  ["function_response", readToolResult],
  ["toolResponse", readToolResult],
  ["tool_call_result", readToolResult],
  ["message_content", readPart],
]);

/** Words for the kinds of parts, in lower case, without what separates their words. */
const READERS: ReadonlyMap<string, (part: Source) => ContentPart | undefined> = new Map([
  ...["text", "inputtext", "outputtext", "summarytext", "refusal"].map((type) => [type, readText] as const),
  ...["reasoning", "thinking", "redactedthinking"].map((type) => [type, readReasoning] as const),
  ...["toolcall", "tooluse", "functioncall", "function", "servertoolcall", "servertooluse"].map(
    (type) => [type, readToolCall] as const,
  ),
  ...["toolcallresponse", "toolresult", "toolresponse", "functioncalloutput", "servertoolcallresponse"].map(
    (type) => [type, readToolResult] as const,
  ),
  ...[
    "image",
    "imageurl",
    "inputimage",
    "blob",
    "uri",
    "file",
    "inputfile",
    "document",
    "audio",
    "inputaudio",
    "media",
    "video",
  ].map((type) => [type, readTypedFile] as const),
  ["other", readOther],
  ["generic", readOther],
]);

/** A part of a message in the words of any provider or framework; `undefined` when it is in the words of none. */
export function readPart(part: unknown): ContentPart | undefined {
  if (typeof part === "string") return { type: "text", content: part };
  if (!isRecord(part)) return undefined;
  const type = firstText(part, "type", "block_type")?.toLowerCase().replaceAll(/[-_]/g, "") ?? "";
  const read = READERS.get(type);
  if (read) return read(part);
  for (const [name, readInner] of WRAPPERS) {
    const inner = part[name];
    if (isRecord(inner)) return readInner(inner);
  }
  if (part["thought"] === true) return readReasoning(part);
  return typeof part["text"] === "string" ? readText(part) : readFile(part);
}

function readText(part: Source): ContentPart | undefined {
  const content = firstText(part, "content", "text", "refusal") ?? "";
  return { type: "text", content, ...readCut(part) };
}

function readReasoning(part: Source): ContentPart {
  const summary = first(part, "summary", "content");
  const pieces = Array.isArray(summary)
    ? summary.flatMap((piece) => (isRecord(piece) ? (firstText(piece, "text") ?? []) : []))
    : [];
  const content = firstText(part, "content", "thinking", "text", "reasoning") ?? pieces.join("\n\n");
  return { type: "reasoning", content, ...readCut(part) };
}

/** A call that a model asks for. */
export function readToolCall(call: Source): ContentPart | undefined {
  const inner = firstRecord(call, "function", "functionCall") ?? call;
  const name = firstText(inner, "name", "toolName", "tool_name") ?? firstText(call, "name", "toolName");
  if (name === undefined) return undefined;
  const id = firstText(call, "id", "call_id", "toolCallId", "tool_call_id", "toolUseId", "ref");
  const args =
    first(inner, "arguments", "args", "input", "toolInput", "tool_kwargs", "parameters") ??
    first(call, "arguments", "args");
  return {
    type: "tool_call",
    ...(id !== undefined && { id: firstText(call, "call_id") ?? id }),
    name,
    ...(args !== undefined && { arguments: fromText(args) }),
  };
}

/** What a tool answered. */
function readToolResult(part: Source): ContentPart {
  // Haystack repeats the call that is answered.
  const call = firstRecord(part, "origin") ?? part;
  const id = firstText(call, "id", "tool_call_id", "toolCallId", "call_id", "tool_use_id", "toolUseId", "ref");
  const name = firstText(call, "name", "toolName", "tool_name");
  const result = first(part, "result", "response", "output", "content") ?? null;
  return {
    type: "tool_result",
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    result: toResult(result),
  };
}

/** What a tool answered, read out of JSON; parts that are nothing but texts are one text. */
export function toResult(value: unknown): unknown {
  const parsed = fromText(value);
  if (!Array.isArray(parsed) || parsed.length === 0) return parsed;
  const texts: string[] = [];
  for (const item of parsed) {
    const part = isRecord(item) ? readPart(item) : undefined;
    if (part?.type !== "text") return parsed;
    texts.push(part.content);
  }
  return toResult(texts.join("\n\n"));
}

function readOther(part: Source): ContentPart {
  return { type: "other", value: first(part, "value", "content") ?? null };
}

function readCut({ cut }: Source): { cut?: number } {
  return typeof cut === "number" ? { cut } : {};
}

/** Whether there is nothing to show of the part. */
export function isBlank(part: ContentPart): boolean {
  return (part.type === "text" || part.type === "reasoning") && part.cut === undefined && isBlankText(part.content);
}

/** Whether the text says nothing. */
export function isBlankText(text: string): boolean {
  return !/\S/.test(text) || isPlaceholder(text);
}
