import { readConversation } from "@runline/contract";
import { describe, expect, test } from "vitest";
import { MAX_SPAN_VALUES } from "../../otlp/span-limits.ts";
import { shortenContent, sizeOfContent } from "./shorten-content.ts";

const MAX_BYTES = 64 * 1024;
const say = (content: string) => JSON.stringify([{ role: "user", parts: [{ type: "text", content }] }]);

test("content that is short enough stays as it is", () => {
  const content = say("x".repeat(60_000));
  expect(shortenContent(content, MAX_BYTES)).toBe(content);
});

describe("longer content is cut to the bytes that it may have, and stays what it was:", () => {
  test.each([
    { of: "one byte", character: "x" },
    { of: "three bytes", character: "漢" },
    { of: "four bytes", character: "𝄞" },
    { of: "six bytes in JSON", character: "\u0001" },
  ])("a message of characters of $of", ({ character }) => {
    const shorter = shortenContent(say(character.repeat(100_000)), MAX_BYTES);
    expect(readConversation(JSON.parse(String(shorter)))).toEqual([
      { role: "user", parts: [{ type: "text", content: expect.any(String), cut: expect.any(Number) }] },
    ]);
    expect(sizeOfContent(shorter)).toBeLessThanOrEqual(MAX_BYTES);
    expect(sizeOfContent(shorter)).toBeGreaterThan(0.4 * MAX_BYTES);
  });

  test("a text that is not JSON", () => {
    const shorter = String(shortenContent("x".repeat(100_000), MAX_BYTES));
    expect(shorter).toMatch(/^x{50000}x*… \[100,000 characters in all\]$/);
  });

  test.each([
    { name: "many numbers", value: Array.from({ length: MAX_SPAN_VALUES }, (_, index) => index) },
    { name: "many short texts", value: Array.from({ length: MAX_SPAN_VALUES }, () => "y".repeat(64)) },
    {
      name: "long names",
      value: { ["n".repeat(1024)]: Array.from({ length: 90 }, () => ({ ["m".repeat(1024)]: 1 })) },
    },
  ])("$name", ({ value }) => {
    const shorter = shortenContent(JSON.stringify(value), MAX_BYTES);
    expect(typeof JSON.parse(String(shorter))).toBe("object");
    expect(String(shorter)).toContain("more]");
    expect(sizeOfContent(shorter)).toBeLessThanOrEqual(MAX_BYTES);
    // Rows of elizaOS have such content as it is, not as a text.
    expect(shortenContent(value, MAX_BYTES)).toEqual(JSON.parse(String(shorter)));
  });
});
