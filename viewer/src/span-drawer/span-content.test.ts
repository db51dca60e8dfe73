import { describe, expect, it } from "vitest";
import { toContentBlocks, toText } from "./span-content.ts";

describe("toContentBlocks", () => {
  it("makes one block of each chat message, with parts or with content", () => {
    const messages = [
      { role: "system", content: "Be brief." },
      {
        role: "user",
        parts: [
          { type: "text", content: "Hi" },
          { type: "tool_call", name: "GET" },
        ],
      },
    ];
    expect(toContentBlocks(JSON.stringify(messages), "Input")).toEqual([
      { title: "system", text: "Be brief." },
      { title: "user", text: `Hi\n\n${JSON.stringify({ type: "tool_call", name: "GET" }, null, 2)}` },
    ]);
  });

  it("indents other JSON", () => {
    expect(toContentBlocks('{"city":"Lisbon"}', "Input")).toEqual([
      { title: "Input", text: '{\n  "city": "Lisbon"\n}' },
    ]);
  });

  it("keeps text, markup and cut-off JSON as they are", () => {
    for (const text of ["plain", "<img src=x onerror=alert(1)>", '{"cut": "of', "42", ""]) {
      expect(toContentBlocks(text, "Output")).toEqual([{ title: "Output", text }]);
    }
  });
});

describe("toText", () => {
  it("writes what JSON cannot hold as nothing", () => {
    expect(toText(undefined)).toBe("");
  });
});
