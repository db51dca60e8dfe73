import { readConversation } from "@runline/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toContent } from "./to-content.ts";

const toInput = (value: unknown) => toContent(value, "messages", "user")?.content;
const toOutput = (value: unknown) => toContent(value, "messages", "assistant")?.content;
const toValue = (value: unknown) => toContent(value, "value", "user")?.content;

test.each(["", "__REDACTED__", "[Scrubbed due to 'session']", "<redacted>", "[REDACTED]", null])(
  "%j is not content, alone or in a message",
  (value) => {
    expect(toInput(value)).toBeUndefined();
    expect(toInput([{ role: "user", content: value }])).toBeUndefined();
    expect(toValue(value)).toBeUndefined();
  },
);

test.each(["{}", "[]", '""', '[{"role":"user","parts":[]}]'])("%s holds no content", (value) => {
  expect(toInput(value)).toBeUndefined();
});

test("the question is the first line of the last text of the user", () => {
  const messages = [
    { role: "user", content: "My name is Ada." },
    { role: "assistant", content: "Hi Ada." },
    { role: "user", content: "\n  What is my name?\nI forgot." },
  ];
  expect(toContent(messages, "messages", "user")?.question).toBe("What is my name?");
  expect(toContent("New task:\nBook a table.", "messages", "user")?.question).toBe("Book a table.");
  expect(toContent("Note:", "messages", "user")?.question).toBe("Note:");
  expect(toContent("x".repeat(500), "messages", "user")?.question).toHaveLength(200);
  expect(toContent({ city: "Paris" }, "value", "user")?.question).toBeUndefined();
});

test.each([
  ['{"message":', "}"],
  ['{"output":', "}"],
  ['{"content":{"role":"user","content":', "}}"],
  ['{"messages":[', "]}"],
  ['{"message_content":', "}"],
  ['[{"type":"tool_call","name":"x","arguments":', "}]"],
  ['{"role":"user","tool_calls":[{"function":{"name":"x","arguments":', "}}]}"],
  ["[", "]"],
])("JSON of %s inside each other is read to a depth", (open, close) => {
  const json = `${open.repeat(20_000)}"x"${close.repeat(20_000)}`;
  for (const value of [toInput(json), toOutput([{ role: "assistant", content: json }]), toValue(json)]) {
    expect(JSON.stringify(value).length).toBeLessThan(2 * json.length);
  }
});

/** Words that the readers look for, so that generated values come near what they know. */
const WORDS = fc.constantFrom(
  "role",
  "content",
  "parts",
  "messages",
  "type",
  "text",
  "message",
  "output",
  "args",
  "kwargs",
  "tool_calls",
  "id",
  "data",
  "function",
  "name",
  "arguments",
  "lc",
  "user",
  "tool",
  "image",
  "url",
  "result",
  "input",
  "system",
  "cut",
  "omitted",
  "reasoning",
);
const LEAF = fc.oneof(WORDS, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant('{"text": "x"}'));
const { node: VALUE } = fc.letrec((tie) => ({
  node: fc.oneof({ maxDepth: 6 }, LEAF, tie("list"), tie("object"), tie("json")),
  list: fc.array(tie("node"), { maxLength: 4 }),
  object: fc.dictionary(fc.oneof(WORDS, fc.string()), tie("node"), { maxKeys: 5 }),
  json: tie("node").map((value) => JSON.stringify(value)),
}));

describe("any value", () => {
  test.each(["messages", "value"] as const)("gives %s that stay what they are", (form) => {
    fc.assert(
      fc.property(VALUE, fc.constantFrom("user", "assistant"), (value, speaker) => {
        const content = toContent(value, form, speaker)?.content;
        if (content === undefined) return;
        expect(toContent(content, form, speaker)?.content).toEqual(content);
        expect(toContent(JSON.stringify(content), form, speaker)?.content).toEqual(content);
      }),
      { numRuns: 2000 },
    );
  });

  test("gives messages of the contract where it gives a list of things with parts", () => {
    fc.assert(
      fc.property(VALUE, (value) => {
        const content = toInput(value);
        const isConversation = Array.isArray(content) && content.every((item) => Array.isArray(Object(item).parts));
        expect(isConversation ? readConversation(content) : content).toEqual(content);
      }),
    );
  });
});
