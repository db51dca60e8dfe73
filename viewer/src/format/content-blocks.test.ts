import { describe, expect, it } from "vitest";
import { toContentBlocks, toText } from "./content-blocks.ts";

describe("toContentBlocks", () => {
  it("makes one block of each message, with its words as prose and its calls as JSON", () => {
    const messages = [
      { role: "system", parts: [{ type: "text", content: "Be brief." }] },
      {
        role: "assistant",
        parts: [
          { type: "reasoning", content: "A tool will know." },
          { type: "tool_call", id: "c1", name: "get_weather", arguments: { city: "Paris" } },
        ],
      },
      { role: "tool", parts: [{ type: "tool_result", id: "c1", name: "get_weather", result: "18 degrees" }] },
    ];
    expect(toContentBlocks(messages, "Input")).toEqual([
      { title: "system", pieces: [{ form: "prose", text: "Be brief." }] },
      {
        title: "assistant",
        pieces: [
          { form: "prose", label: "Reasoning", text: "A tool will know." },
          { form: "json", label: "Calls get_weather", text: '{\n  "city": "Paris"\n}' },
        ],
      },
      { title: "tool", pieces: [{ form: "prose", label: "Result of get_weather", text: "18 degrees" }] },
    ]);
  });

  it("names images and files in a line, and does not repeat their bytes", () => {
    const url = `data:image/png;base64,${"A".repeat(1000)}`;
    const parts = [
      { type: "image", mimeType: "image/png", url },
      { type: "image", url: "https://example.com/a.png" },
      { type: "file", name: "a.pdf", cut: 1_200_000 },
    ];
    expect(toContentBlocks([{ role: "user", parts }], "Input")[0]?.pieces).toEqual([
      { form: "note", text: "Image · image/png · 1,022 characters" },
      { form: "note", text: "Image · https://example.com/a.png" },
      { form: "note", text: "File · a.pdf · 1,200,000 characters cut" },
    ]);
  });

  it("says how much is missing", () => {
    const messages = [
      { role: "user", parts: [{ type: "text", content: "Once upon", cut: 1 }] },
      { role: "system", parts: [], omitted: 4001 },
    ];
    expect(toContentBlocks(messages, "Input")).toEqual([
      {
        title: "user",
        pieces: [
          { form: "prose", text: "Once upon" },
          { form: "note", text: "1 character cut" },
        ],
      },
      { title: "…", pieces: [{ form: "note", text: "4,001 messages left out" }] },
    ]);
  });

  it("indents any other value, and keeps text, markup and half JSON as they are", () => {
    expect(toContentBlocks({ city: "Lisbon" }, "Input")).toEqual([
      { title: "Input", pieces: [{ form: "json", text: '{\n  "city": "Lisbon"\n}' }] },
    ]);
    for (const text of ["plain", "<img src=x onerror=alert(1)>", '{"cut": "of', "42"]) {
      expect(toContentBlocks(text, "Output")).toEqual([{ title: "Output", pieces: [{ form: "prose", text }] }]);
    }
  });
});

describe("toText", () => {
  it("writes what JSON cannot hold as nothing", () => {
    expect(toText(undefined)).toBe("");
  });
});
