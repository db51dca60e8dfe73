import { expect, test } from "vitest";
import { readRepr } from "./read-repr.ts";

test.each([
  ["ChatMessage(_role=<ChatRole.USER: 'user'>, _content=[TextContent(text='Weather in Paris?')], _meta={})"],
  ["id='de31' source='user' models_usage=None metadata={} content='Weather in Paris?' type='TextMessage'"],
  ['AgentWorkflowStartEvent(user_msg="Weather in Paris?", memory=None)'],
])("the words are found in %s", (text) => {
  expect(readRepr(text)).toBe("Weather in Paris?");
});

test("escapes are undone", () => {
  expect(readRepr(String.raw`Message(text='It\'s here.\nSee?')`)).toBe("It's here.\nSee?");
});

test.each([
  "Weather in Paris?",
  "Say text='Hi' to her",
  "Message(role='user')",
  `Message(text='${"x".repeat(20_000)}')`,
])("any other text stays: %s", (text) => {
  expect(readRepr(text)).toBe(text);
});
