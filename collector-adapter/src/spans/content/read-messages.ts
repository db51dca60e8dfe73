import type { ContentMessage, ContentPart } from "@runline/contract";
import { isRecord } from "../is-record.ts";
import { limitMessages } from "./limit-content.ts";
import { first, isEmpty } from "./members.ts";
import { fromText } from "./from-json.ts";
import { isSpeaker, readContent, readMessage, toRole } from "./read-message.ts";
import { readPart } from "./read-part.ts";
import { readQuestion } from "./read-question.ts";
import { saysSomething } from "./says-something.ts";

/** Values inside values that are looked through for messages. */
const MAX_DEPTH = 8;

/** Members of requests, answers, graph states and recorded calls that hold messages, the surest first. */
const CONTAINERS = [
  "last_message",
  "messages",
  "new_message",
  "input_messages",
  "output_messages",
  "choices",
  "replies",
  "generations",
  "candidates",
  "prompt",
  "contents",
  "inputs",
  "outputs",
  "input",
  "output",
  "update",
  "response",
  "result",
];
const SYSTEM = ["system", "instructions", "system_instructions", "systemInstruction"];

/**
 * The messages in a value, in whatever form providers and frameworks give to prompts and answers; `undefined` when there are
 * none. A message may have no parts: then nothing of what it said was recorded. `speaker` is who speaks where that is not said.
 */
export function readMessages(value: unknown, speaker: string, depth = 0): ContentMessage[] | undefined {
  const content = fromText(value);
  if (typeof content === "string") return [{ role: speaker, parts: [{ type: "text", content }] }];
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(content)) return readList(content, speaker, depth);
  if (!isRecord(content)) return undefined;
  const message = readMessage(content, speaker);
  if (message) return [message];
  return (
    readAnswer(content) ??
    readContainer(content, speaker, depth) ??
    readQuestion(content, speaker) ??
    readOnlyMember(content, speaker, depth)
  );
}

function readList(list: readonly unknown[], speaker: string, depth: number): ContentMessage[] | undefined {
  if (list.length === 0) return undefined;
  const items = limitMessages(list); // before reading: what is left out costs nothing
  const messages = readAll(items, (item) => readMessage(item, speaker));
  if (messages) return messages;
  if (items.some(namesSpeaker))
    return items.flatMap((item) => readMessage(item, speaker) ?? readItem(item, speaker) ?? []);
  // Texts are parts where something says that this is an answer or a prompt; a list of texts alone may be anything.
  const parts = readAll(items, (item) => (typeof item === "string" && depth === 0 ? undefined : readPart(item)));
  if (parts) return [{ role: speaker, parts }];
  const lists = readAll(items, (item) =>
    typeof item === "object" ? readMessages(item, speaker, depth + 1) : undefined,
  );
  return lists?.flat();
}

/** Whether the item is one of a conversation: it says which of its sides speaks. */
function namesSpeaker(item: unknown): item is { role: string } {
  return isRecord(item) && typeof item["role"] === "string" && isSpeaker(item["role"]);
}

/** What stands among messages and has not their form, such as a search that the provider made; nothing where nothing is said. */
function readItem(item: unknown, speaker: string): ContentMessage | undefined {
  if (saysSomething(item)) return readMessage(toMessage(item, speaker), speaker);
  return namesSpeaker(item) ? { role: toRole(item.role), parts: [] } : undefined;
}

/** The item as a message of who speaks in it, by its role or by what it is: models call, and tools put out. */
function toMessage(item: unknown, speaker: string): object {
  if (namesSpeaker(item)) return { role: item.role, content: item };
  const type = isRecord(item) ? String(item["type"]) : "";
  if (isRecord(item) && type.endsWith("_output")) return { ...item, type: "function_call_output" };
  return { role: type.endsWith("_call") ? "assistant" : speaker, content: item };
}

/** What becomes of all items, `undefined` when nothing becomes of one. */
function readAll<Found>(items: readonly unknown[], read: (item: unknown) => Found | undefined): Found[] | undefined {
  const all: Found[] = [];
  for (const item of items) {
    const found = read(item);
    if (found === undefined) return undefined;
    all.push(found);
  }
  return all;
}

function readContainer(object: Record<string, unknown>, speaker: string, depth: number): ContentMessage[] | undefined {
  for (const name of CONTAINERS) {
    const inner = object[name];
    if (isEmpty(inner)) continue;
    const messages = readMessages(inner, speaker, depth + 1);
    // Answers repeat what their request was told.
    if (messages) return speaker === "assistant" ? messages : [...readSystem(object, messages), ...messages];
  }
  return undefined;
}

/** What a step of a pipeline is given or gives, under the name of the step. */
function readOnlyMember(object: Record<string, unknown>, speaker: string, depth: number): ContentMessage[] | undefined {
  const [inner, ...others] = Object.values(object);
  return isRecord(inner) && others.length === 0 ? readMessages(inner, speaker, depth + 1) : undefined;
}

/** What a request tells the model apart from the messages. */
function readSystem(object: Record<string, unknown>, messages: readonly ContentMessage[]): ContentMessage[] {
  const system = fromText(first(object, ...SYSTEM));
  if (isEmpty(system) || messages[0]?.role === "system") return [];
  return [{ role: "system", parts: readContent(system) }];
}

/** An answer whose text, tool calls and the rest are members of one object, as the AI SDK and Mastra have it. */
function readAnswer(object: Record<string, unknown>): ContentMessage[] | undefined {
  const { text, reasoning, files } = object;
  const toolCalls = fromText(object["toolCalls"]);
  const isObject = "object" in object && Object.keys(object).length === 1;
  if (typeof text !== "string" && !Array.isArray(toolCalls) && !isObject) return undefined;
  if (!["toolCalls", "files", "finishReason", "object", "steps"].some((name) => name in object)) return undefined;
  const answer = fromText(object["object"]);
  const parts: ContentPart[] = [
    ...readContent(
      typeof reasoning === "string" && reasoning !== "" ? { type: "reasoning", content: reasoning } : undefined,
    ),
    ...readContent(typeof text === "string" ? text : undefined),
    ...readContent(
      isEmpty(answer) ? undefined : typeof answer === "string" ? answer : { type: "other", value: answer },
    ),
    ...readContent(isEmpty(fromText(files)) ? undefined : fromText(files)),
  ];
  const message = readMessage({ role: "assistant", parts, tool_calls: toolCalls }, "assistant");
  return message && [message];
}
