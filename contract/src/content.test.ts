import { expect, it } from "vitest";
import { readConversation } from "./content.ts";

const MESSAGES = [
  { role: "system", parts: [{ type: "text", content: "Be brief.", cut: 12 }] },
  { role: "system", parts: [], omitted: 4001 },
  {
    role: "assistant",
    name: "planner",
    parts: [
      { type: "reasoning", content: "A tool will know." },
      { type: "tool_call", id: "c1", name: "get_weather", arguments: { city: "Paris" } },
      { type: "image", mimeType: "image/png", url: "data:image/png;base64,AAAA" },
      { type: "file", name: "a.pdf", cut: 1_200_000 },
      { type: "other", value: [1, 2] },
    ],
  },
  { role: "tool", parts: [{ type: "tool_result", id: "c1", name: "get_weather", result: "18 degrees" }] },
];

it("a conversation is read with all its parts", () => {
  expect(readConversation(MESSAGES)).toEqual(MESSAGES);
});

it.each([
  undefined,
  "18 degrees",
  [],
  { city: "Paris" },
  [{ role: "user", content: "Hi" }],
  [{ role: "user", parts: [{ type: "smell" }] }],
  [...MESSAGES, { parts: [] }],
])("what is not one is another value: %j", (content) => {
  expect(readConversation(content)).toBeUndefined();
});
