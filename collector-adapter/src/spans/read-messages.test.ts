import { expect, test } from "vitest";
import { createSpan } from "../otlp/create-span.ts";
import type { Attributes } from "../otlp/otlp-span.ts";
import { readMessages } from "./read-messages.ts";

function readFlat(attributes: Attributes) {
  return readMessages({ ...createSpan({}), attributes });
}

test("flattened messages become a list again, in the order of their numbers", () => {
  const attributes = {
    "gen_ai.prompt.10.content": "third",
    "gen_ai.prompt.2.content": "second",
    "gen_ai.prompt.0.role": "user",
    "gen_ai.prompt.0.content": "first",
    "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "search",
  };
  expect(readFlat(attributes)).toEqual({
    input: [{ role: "user", content: "first" }, { content: "second" }, { content: "third" }],
    output: [{ message: { tool_calls: [{ tool_call: { function: { name: "search" } } }] } }],
  });
});

test("flattened keys that contradict each other, go too deep or aim at the prototype do no harm", () => {
  const attributes = {
    "gen_ai.prompt.0": "text",
    "gen_ai.prompt.0.content": "lost",
    "gen_ai.prompt.4294967290.__proto__.polluted": "yes",
    [`gen_ai.prompt.1${".x".repeat(400)}`]: "too deep",
  };
  const { input } = readFlat(attributes);
  expect(input).toHaveLength(2);
  expect(Object.keys({})).not.toContain("polluted");
  expect(JSON.stringify(input)).toBe('["text",{"__proto__":{"polluted":"yes"}}]');
});

test("messages in events are collected by what they are", () => {
  const events = [
    { name: "gen_ai.user.message", timestamp: 1, attributes: { content: "hello" } },
    { name: "gen_ai.choice", timestamp: 2, attributes: { message: "hi" } },
    { name: "exception", timestamp: 3, attributes: {} },
  ];
  expect(readMessages({ ...createSpan({}), events })).toEqual({
    input: [{ role: "user", content: "hello" }],
    output: [{ message: "hi" }],
  });
});

test("the details event holds both sides, in one event or in two", () => {
  const name = "gen_ai.client.inference.operation.details";
  const events = [
    { name, timestamp: 1, attributes: { "gen_ai.input.messages": "[1]" } },
    { name, timestamp: 2, attributes: { "gen_ai.output.messages": "[2]" } },
  ];
  expect(readMessages({ ...createSpan({}), events })).toEqual({ input: "[1]", output: "[2]" });
});

test("a span without messages has none", () => {
  expect(readFlat({ "gen_ai.operation.name": "chat" })).toEqual({ input: undefined, output: undefined });
});
