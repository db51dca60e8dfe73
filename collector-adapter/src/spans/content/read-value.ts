import { isRecord } from "../is-record.ts";
import { isEmpty } from "./members.ts";
import { readMessage } from "./read-message.ts";
import { toResult } from "./read-part.ts";

/** Members that frameworks put beside the result of a tool. */
const BESIDE_RESULT = new Set(["output", "kwargs", "tags", "metadata"]);
/** Members of the answer to a call, as Gemini writes them, and of one that has a name only because it had to be an object. */
const ANSWERS: readonly (readonly [string, ReadonlySet<string>])[] = [
  ["response", new Set(["id", "name", "response", "will_continue", "scheduling", "parts"])],
  ["result", new Set(["result"])],
];
/** Members of what LangChain tells when a tool is called, which has the place in the graph in it. */
const TOLD_OF_CALL = new Set(["input_str", "inputs", "kwargs", "metadata", "tags"]);
/** Members of the recorded call of a function. */
const CALL = new Set(["args", "kwargs"]);

/**
 * The arguments or the result of a tool, freed of what the framework put around it: a message to the model, the recorded call of
 * the function, a list of text parts.
 *
 * @example readValue('{"args":[],"kwargs":{"city":"Paris"}}') // { city: "Paris" }
 */
export function readValue(value: unknown): unknown {
  const content = toResult(value);
  if (Array.isArray(content)) return content.length === 1 && isMessage(content[0]) ? readValue(content[0]) : content;
  if (!isRecord(content)) return content;
  const inner = unwrap(content);
  return inner === undefined ? content : readValue(inner);
}

/** `undefined` when nothing stands around the value. */
function unwrap(object: Record<string, unknown>): unknown {
  const { args, kwargs, inputs, output, content, blocks } = object;
  if (isRecord(kwargs) && Object.keys(object).every((name) => CALL.has(name)) && isEmpty(args)) return kwargs;
  if (Array.isArray(args) && isRecord(kwargs)) {
    if (isEmpty(args)) return kwargs;
    return isEmpty(kwargs) ? (args.length === 1 ? args[0] : args) : undefined;
  }
  if ("input_str" in object && isRecord(inputs) && Object.keys(object).every((name) => TOLD_OF_CALL.has(name)))
    return inputs;
  if (!isEmpty(output) && Object.keys(object).every((name) => BESIDE_RESULT.has(name))) return output;
  for (const [name, beside] of ANSWERS) {
    if (!isEmpty(object[name]) && Object.keys(object).every((member) => beside.has(member))) return object[name];
  }
  if (isMessage(object)) {
    const [part, ...others] = readMessage(object, "tool")?.parts ?? [];
    if (part === undefined || others.length > 0) return undefined;
    return part.type === "tool_result" ? part.result : part.type === "text" ? part.content : undefined;
  }
  if (Array.isArray(blocks) && "raw_output" in object) return blocks; // LlamaIndex, and the step around:
  if ("tool_kwargs" in object && !isEmpty(object["tool_output"])) return object["tool_output"];
  // The answer of a server of the Model Context Protocol.
  const isAnswer =
    Array.isArray(content) && Object.entries(object).every(([name, member]) => name === "content" || isEmpty(member));
  return isAnswer && typeof toResult(content) === "string" ? content : undefined;
}

/** Whether the value is a message as tools are given them or give them. */
function isMessage(value: unknown): boolean {
  return isRecord(value) && readMessage(value, "tool") !== undefined;
}
