import { describe, expect, test } from "vitest";
import { toContent } from "./to-content.ts";

const toValue = (value: unknown) => toContent(value, "value", "user")?.content;

describe("values", () => {
  test.each<[string, unknown, unknown]>([
    ["JSON", '{"city":"Paris"}', { city: "Paris" }],
    ["a text", "18 degrees", "18 degrees"],
    ["a text as JSON", '"18 degrees"', "18 degrees"],
    ["text parts", '[{"text": "18 degrees"}]', "18 degrees"],
    [
      "the call of a function",
      { args: [], kwargs: { city: "Paris" }, sanitize_inputs_outputs: true },
      { city: "Paris" },
    ],
    ["the call of a function with names alone", { kwargs: { city: "Paris" } }, { city: "Paris" }],
    [
      "what LangChain tells of a call",
      { input_str: "{'city': 'Paris'}", tags: [], metadata: { step: 2 }, inputs: { city: "Paris" }, kwargs: {} },
      { city: "Paris" },
    ],
    ["the answer to a call", { id: "c1", name: "w", response: { result: "18 degrees" } }, "18 degrees"],
    ["the output of a tool", { blocks: [{ text: "18 degrees" }], tool_name: "w", raw_output: 18 }, "18 degrees"],
    ["the call of a function with one argument", '{"args":["Paris"],"kwargs":{}}', "Paris"],
    ["the call of a function with two", { args: [1, 2], kwargs: {} }, [1, 2]],
    [
      "a message of LangChain",
      { output: toLangChain("ToolMessage", { content: "18 degrees", type: "tool" }), kwargs: { tags: [] } },
      "18 degrees",
    ],
    ["a dictionary of LangChain", { type: "tool", data: { content: "18 degrees", tool_call_id: "c1" } }, "18 degrees"],
    ["a tool event", [{ role: "tool", content: '{"city":"Paris"}', id: "c1" }], { city: "Paris" }],
    ["a choice event", [{ message: '[{"text":"18 degrees"}]', id: "c1" }], "18 degrees"],
    ["an answer of MCP", { content: [{ type: "text", text: "18 degrees" }], isError: false }, "18 degrees"],
    ["a big integer", '{"id": 12345678901234567890}', { id: "12345678901234567890" }],
    ["business of its own", { role: "admin", content_type: "x" }, { role: "admin", content_type: "x" }],
    ["a list", [1, "two"], [1, "two"]],
    ["a number", 18, "18"],
    ["false", false, "false"],
  ])("are free of what stood around %s", (_, value, expected) => {
    expect(toValue(value)).toEqual(expected);
  });
});

function toLangChain(name: string, kwargs: object) {
  return { lc: 1, type: "constructor", id: ["langchain", "schema", "messages", name], kwargs };
}
