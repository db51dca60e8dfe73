import type { ContentMessage } from "@runline/contract";
import { isRecord } from "../is-record.ts";
import { isEmpty } from "./members.ts";

/** Members that hold what is asked or answered, the surest first. */
const WORDS = [
  "question",
  "q",
  "query",
  "prompt",
  "user_prompt",
  "input",
  "task",
  "message",
  "user_message",
  "text",
  "content",
  "description",
  "answer",
  "final_output",
  "combined_chunk_content", // Logfire's, of a stream
  "final_answer",
  "output",
  "response",
  "result",
  "raw",
];

/**
 * What an agent was asked or answered, in the arguments or the result of the function that runs it: the text under a name that
 * says so, or of arguments the only one that is prose. The rest stands beside it. `undefined` when none can be told from the others.
 *
 * @example readQuestion({ q: "What is the weather?", stream: false }, "user")
 */
export function readQuestion(object: Record<string, unknown>, speaker: string): ContentMessage[] | undefined {
  const members = toMembers(object);
  const texts = [...members].filter(([, value]) => typeof value === "string" && value.trim() !== "");
  const prose = speaker === "user" ? texts.filter(([key, value]) => key === "0" || /\S\s+\S/.test(String(value))) : [];
  const [name, content] =
    texts.find(([key]) => WORDS.includes(key)) ?? (prose.length === 1 ? prose[0] : undefined) ?? [];
  if (name === undefined || typeof content !== "string") return undefined;
  const rest = [...members].filter(([key, value]) => key !== name && !isEmpty(value));
  const parts: ContentMessage["parts"] = [{ type: "text", content }];
  if (rest.length > 0) parts.push({ type: "other", value: Object.fromEntries(rest) });
  return [{ role: speaker, parts }];
}

/** The members of an object; of a recorded call of a function its arguments, the unnamed ones under their numbers. */
function toMembers(object: Record<string, unknown>): Map<string, unknown> {
  const { args, kwargs = {} } = object;
  if (!Array.isArray(args) || !isRecord(kwargs)) return new Map(Object.entries(object));
  return new Map([...args.map((value, index): [string, unknown] => [`${index}`, value]), ...Object.entries(kwargs)]);
}
