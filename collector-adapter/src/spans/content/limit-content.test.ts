import { readConversation } from "@runline/contract";
import { describe, expect, test } from "vitest";
import { MAX_TEXT_LENGTH, MAX_VALUE_DEPTH } from "../../otlp/span-limits.ts";
import { toContent } from "./to-content.ts";

const LONG = "x".repeat(3 * MAX_TEXT_LENGTH);
const toInput = (value: unknown) => toContent(value, "messages", "user")?.content;
const toValue = (value: unknown) => toContent(value, "value", "user")?.content;

/** Cut once, content is within the limits: it is not cut again, and JSON of it is not much longer than they are. */
function expectStable(content: unknown): void {
  expect(toInput(content)).toEqual(content);
  expect(JSON.stringify(content).length).toBeLessThan(4 * MAX_TEXT_LENGTH);
}

describe("content that is too large is cut inside, and says how much is missing:", () => {
  test("a long text beside short ones", () => {
    const content = toInput([
      { role: "system", content: "Be brief." },
      { role: "user", content: LONG },
      { role: "user", content: "And?" },
    ]);
    const [system, user, last] = readConversation(content) ?? [];
    expect([system?.parts, last?.parts]).toEqual([
      [{ type: "text", content: "Be brief." }],
      [{ type: "text", content: "And?" }],
    ]);
    const [part] = user?.parts ?? [];
    if (part?.type !== "text") throw new Error("The text is not there.");
    expect(part.content.length + (part.cut ?? 0)).toBe(LONG.length);
    expect(part.content.length).toBeGreaterThan(0.99 * MAX_TEXT_LENGTH);
    expectStable(content);
  });

  test("an image, which is whole or not there", () => {
    const url = `data:image/png;base64,${LONG}`;
    const content = toInput([
      {
        role: "user",
        content: [
          { type: "text", text: "What is on it?" },
          { type: "image_url", image_url: { url } },
        ],
      },
    ]);
    expect(content).toEqual([
      {
        role: "user",
        parts: [
          { type: "text", content: "What is on it?" },
          { type: "image", mimeType: "image/png", cut: url.length },
        ],
      },
    ]);
    expectStable(content);
  });

  test("an image in JSON that was cut off before it came here", () => {
    const json = `[{"role":"user","parts":[{"type":"text","content":"What is on it?"},{"type":"blob","mime_type":"image/png","content":"AAAA`;
    expect(toInput(json)).toEqual([
      {
        role: "user",
        parts: [
          { type: "text", content: "What is on it?" },
          { type: "image", mimeType: "image/png", cut: "data:image/png;base64,AAAA…".length },
        ],
      },
    ]);
  });

  test("a text among arguments", () => {
    const content = toValue({ city: "Paris", page: LONG });
    expect(content).toMatchObject({
      city: "Paris",
      page: expect.stringMatching(/^x+… \[3,145,728 characters in all\]$/),
    });
    expect(toValue(content)).toEqual(content);
  });

  test("a conversation of very many messages, whose beginning and end stay", () => {
    const messages = Array.from({ length: 5000 }, (_, index) => ({ role: "user", content: `message ${index}` }));
    const content = readConversation(toInput(messages)) ?? [];
    expect(content).toHaveLength(1000);
    expect(content[100]).toEqual({ role: "system", parts: [], omitted: 4001 });
    expect([content[0], content.at(-1)]).toEqual([
      { role: "user", parts: [{ type: "text", content: "message 0" }] },
      { role: "user", parts: [{ type: "text", content: "message 4999" }] },
    ]);
    expectStable(content);
  });

  test("very many values", () => {
    const content = toValue({ rows: Array.from({ length: 300_000 }, (_, index) => index) });
    expect(JSON.stringify(content)).toMatch(/"… \[\d+,\d+ more\]"\]}$/);
    expect(toValue(content)).toEqual(content);
  });

  test("values nested too deep, of which no JSON of a sender makes too many", () => {
    const json = `${"[".repeat(100_000)}1${"]".repeat(100_000)}`;
    const content = toValue(json);
    expect(JSON.stringify(content)).toBe(
      `${"[".repeat(MAX_VALUE_DEPTH)}"… [what is more than 32 levels deep]"${"]".repeat(MAX_VALUE_DEPTH)}`,
    );
    expect(toValue(content)).toEqual(content);
  });

  test("long names", () => {
    const content = toValue({ ["k".repeat(100_000)]: 1 });
    expect(Object.keys(Object(content))[0]).toHaveLength(1024);
    expect(toValue(content)).toEqual(content);
  });
});

test("a name that aims at the prototype is plain data", () => {
  const content = toValue(`{"__proto__":{"polluted":"yes"},"long":"${LONG}"}`);
  expect(JSON.stringify(content)).toContain('"__proto__":{"polluted":"yes"}');
  expect(Object.keys({})).not.toContain("polluted");
});
