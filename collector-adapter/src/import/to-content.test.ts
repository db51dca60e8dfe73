import { describe, expect, test } from "vitest";
import { toContent, toMessageContent } from "./to-content.ts";

const MAX_CHARS = 16_384;

describe("content", () => {
  test("is JSON, and absent when there is none", () => {
    expect(toContent({ celsius: 21 })).toBe('{"celsius":21}');
    expect(toContent(null)).toBeUndefined();
    expect(toMessageContent("user", "Hello.")).toBe('[{"role":"user","parts":[{"type":"text","content":"Hello."}]}]');
    expect(toMessageContent("assistant", { reply: 1 })).toBe(
      '[{"role":"assistant","parts":[{"type":"generic","content":{"reply":1}}]}]',
    );
    expect(toMessageContent("assistant", undefined)).toBeUndefined();
  });

  test.each([
    ["a".repeat(100_000)],
    ['"\n\u0001'.repeat(30_000)],
    ["😀".repeat(40_000)],
    [`a${"😀".repeat(40_000)}`],
    [{ list: Array.from({ length: 20_000 }, (_, i) => i) }],
  ])("that is too long is cut and stays JSON that can be read", (value) => {
    for (const json of [toContent(value), toMessageContent("user", value)]) {
      expect(json?.length).toBeLessThanOrEqual(MAX_CHARS);
      expect(json?.length).toBeGreaterThan(MAX_CHARS * 0.6);
      expect(JSON.stringify(JSON.parse(json ?? ""))).toContain("…");
      expect(json).not.toMatch(/\\ud8/); // half a surrogate pair, which Postgres refuses
    }
  });
});
