import { expect, test } from "vitest";
import { unflatten } from "./unflatten.ts";

test("flattened messages become a list again, in the order of their numbers", () => {
  const attributes = {
    "gen_ai.prompt.10.content": "third",
    "gen_ai.prompt.2.content": "second",
    "gen_ai.prompt.0.role": "user",
    "gen_ai.prompt.0.content": "first",
    "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "search",
  };
  expect(unflatten(attributes, "gen_ai.prompt.")).toEqual([
    { role: "user", content: "first" },
    { content: "second" },
    { content: "third" },
  ]);
  expect(unflatten(attributes, "llm.output_messages.")).toEqual([
    { message: { tool_calls: [{ tool_call: { function: { name: "search" } } }] } },
  ]);
  expect(unflatten(attributes, "llm.input_messages.")).toBeUndefined();
});

test("flattened keys that contradict each other, go too deep or aim at the prototype do no harm", () => {
  const attributes = {
    "gen_ai.prompt.0": "text",
    "gen_ai.prompt.0.content": "lost",
    "gen_ai.prompt.4294967290.__proto__.polluted": "yes",
    [`gen_ai.prompt.1${".x".repeat(400)}`]: "too deep",
  };
  const value = unflatten(attributes, "gen_ai.prompt.");
  expect(Object.keys({})).not.toContain("polluted");
  expect(JSON.stringify(value)).toBe('["text",{"__proto__":{"polluted":"yes"}}]');
});
