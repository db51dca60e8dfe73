import type { ContentMessage, ContentPart } from "@runline/contract";
import { isRecord } from "../is-record.ts";
import { first, firstRecord, firstText } from "./members.ts";
import { fromText } from "./from-json.ts";
import { readPart, readToolCall, toResult } from "./read-part.ts";

type Source = Record<string, unknown>;

/** What frameworks call those who speak, and items of OpenAI's responses that stand among messages without a role. */
const ROLES: ReadonlyMap<string, string> = new Map([
  ["human", "user"],
  ["ai", "assistant"],
  ["model", "assistant"],
  ["developer", "system"],
  ["function", "tool"],
  ["function_call", "assistant"],
  ["reasoning", "assistant"],
  ["function_call_output", "tool"],
]);
const SPEAKERS = new Set(["system", "user", "assistant", "tool"]);
/** The `type` of LangChain's messages, and the classes of their constructors. */
const LANGCHAIN_TYPE = /^(human|ai|system|tool|function|chat)(?:Message(?:Chunk)?)?$/i;
/** A message says something under one of these names: an object with a role alone may be anything. */
const SAID = ["parts", "contents", "content", "blocks", "tool_calls", "toolCalls", "function_call", "omitted"];
const ITEM_TYPE = /^(?:function_call|function_call_output|reasoning)$/;

/**
 * One message in the words of any provider or framework; `undefined` when the value is not a message. `speaker` is who speaks
 * where a message inside another value does not say.
 */
export function readMessage(value: unknown, speaker: string): ContentMessage | undefined {
  const message = Array.isArray(value) ? toMessage(value) : value;
  if (!isRecord(message)) return undefined;
  const { role, source } = findRole(message, speaker);
  if (role === undefined) return undefined;
  if (typeof source["omitted"] === "number") return { role, parts: [], omitted: source["omitted"] };
  const parts = readParts(source, role);
  const isAnswer = parts.length > 0 && parts.every(({ type }) => type === "tool_result");
  const name = isAnswer ? undefined : firstText(source, "name");
  return { role: isAnswer ? "tool" : role, ...(name !== undefined && { name }), parts };
}

/** LangChain takes a pair for a message: who speaks, and what. */
function toMessage([role, content, ...others]: readonly unknown[]): Source | undefined {
  const isPair = typeof role === "string" && isSpeaker(role) && typeof content === "string" && others.length === 0;
  return isPair ? { role, content } : undefined;
}

/** Who speaks, and the object that holds what is said: many put the message into another. */
function findRole(value: Source, speaker: string): { role?: string | undefined; source: Source } {
  const { role, type, data, id } = value;
  if (typeof role === "string" && SAID.some((name) => name in value)) return { role: toRole(role), source: value };
  const className: unknown = Array.isArray(id) ? id.at(-1) : undefined;
  const constructor = typeof className === "string" ? LANGCHAIN_TYPE.exec(className)?.[1] : undefined;
  if (constructor !== undefined) return { role: toRole(constructor), source: firstRecord(value, "kwargs") ?? {} };
  if (typeof type === "string") {
    const langchain = LANGCHAIN_TYPE.exec(type)?.[1];
    if (langchain !== undefined && isRecord(data)) return { role: toRole(langchain), source: data };
    if (langchain !== undefined && "content" in value) return { role: toRole(langchain), source: value };
    if (ITEM_TYPE.test(type)) return { role: toRole(type), source: { content: [value] } };
  }
  // A choice of OpenAI or Genkit has the message in `message`, one of Gemini in `content`.
  const { content } = value;
  const message = isRecord(content) && "role" in content ? content : fromText(value["message"]);
  if (isRecord(message)) {
    const inner = findRole(message, speaker);
    return { role: inner.role ?? speaker, source: inner.source };
  }
  if (typeof message !== "string" && !Array.isArray(message)) return { source: value };
  return { role: speaker, source: { content: message } };
}

/** Whether the word, in whatever framework, is a side of a conversation: in other lists `role` may be a right or an office. */
export function isSpeaker(word: string): boolean {
  return SPEAKERS.has(toRole(word));
}

/** The word for a side of a conversation here. */
export function toRole(word: string): string {
  const role = word.toLowerCase();
  return ROLES.get(role) ?? role;
}

function readParts(source: Source, role: string): ContentPart[] {
  const extra = firstRecord(source, "additional_kwargs") ?? {};
  const said = readContent(first(source, "parts", "contents", "content", "blocks", "text"));
  if (role === "tool" && !said.some(({ type }) => type === "tool_result")) {
    const id = firstText(source, "tool_call_id", "toolCallId", "id") ?? firstText(extra, "tool_call_id");
    const name = firstText(source, "name");
    const result = toResult(first(source, "content", "parts", "blocks", "text") ?? null);
    return [{ type: "tool_result", ...(id !== undefined && { id }), ...(name !== undefined && { name }), result }];
  }
  const reasoning = firstText(source, "reasoning_content", "reasoning") ?? firstText(extra, "reasoning_content");
  return [
    ...(reasoning === undefined ? [] : [{ type: "reasoning" as const, content: reasoning }]),
    ...said,
    ...readToolCalls(source, extra, said),
  ];
}

/** What is said: a text, which may be a list of parts written as JSON, a list of parts, or a part alone. */
export function readContent(content: unknown): ContentPart[] {
  if (content === undefined) return [];
  if (typeof content === "string") {
    const parsed = fromText(content);
    const parts = Array.isArray(parsed) ? parsed.map((part) => (isRecord(part) ? readPart(part) : undefined)) : [];
    const read = parts.filter((part) => part !== undefined);
    return read.length > 0 && read.length === parts.length ? read : [{ type: "text", content }];
  }
  const pieces: unknown[] = Array.isArray(content) ? content : [content];
  return pieces.map((piece) => readPart(piece) ?? { type: "other", value: piece });
}

/** The calls beside what is said, but for those that are among it already. */
function readToolCalls(source: Source, extra: Source, said: readonly ContentPart[]): ContentPart[] {
  const calls = first(source, "tool_calls", "toolCalls") ?? first(extra, "tool_calls");
  const single = first(source, "function_call") ?? first(extra, "function_call");
  const all: unknown[] = Array.isArray(calls) && calls.length > 0 ? calls : single === undefined ? [] : [single];
  const known = new Set(said.map(toCallKey));
  return all.flatMap((call) => {
    const part = isRecord(call) ? readToolCall(firstRecord(call, "tool_call") ?? call) : undefined;
    return part === undefined || known.has(toCallKey(part)) ? [] : [part];
  });
}

function toCallKey(part: ContentPart): string | undefined {
  return part.type === "tool_call" ? (part.id ?? JSON.stringify([part.name, part.arguments])) : undefined;
}
