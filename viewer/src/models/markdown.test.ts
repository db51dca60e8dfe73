import { describe, expect, it } from "vitest";
import { parseMarkdown, type Block } from "./markdown-blocks.ts";
import { parseInline, toWebAddress, type Inline } from "./markdown-inline.ts";

/** Pieces in short: what they are called around what is in them. */
function write(pieces: readonly Inline[]): string {
  return pieces
    .map((piece) => {
      if (piece.type === "text") return piece.text;
      if (piece.type === "break") return "⏎";
      if (piece.type === "link") return `link<${piece.url}>(${write(piece.children)})`;
      if (piece.type === "image") return `image<${piece.url}>(${piece.text})`;
      return `${piece.type}(${piece.type === "code" ? piece.text : write(piece.children)})`;
    })
    .join("");
}

function writeBlocks(blocks: readonly Block[]): string[] {
  return blocks.map((block) => {
    switch (block.type) {
      case "paragraph":
        return `p ${write(block.children)}`;
      case "heading":
        return `h${block.level} ${write(block.children)}`;
      case "code":
        return `code ${block.text}`;
      case "quote":
        return `quote [${writeBlocks(block.blocks).join("; ")}]`;
      case "list":
        return `${block.start ?? "-"} [${block.items.map((item) => writeBlocks(item).join("; ")).join(" | ")}]`;
      case "table":
        return `table ${[block.head, ...block.rows].map((row) => row.map(write).join(",")).join("/")}`;
      case "rule":
        return "rule";
    }
  });
}

describe("the pieces of a line", () => {
  it.each([
    ["It is **dry** and *warm*.", "It is strong(dry) and emphasis(warm)."],
    [
      "***both*** and __strong__ _soft_ ~~gone~~",
      "strong(emphasis(both)) and strong(strong) emphasis(soft) strike(gone)",
    ],
    ["a_name_with_lines, 2 * 3 * 4, * no", "a_name_with_lines, 2 * 3 * 4, * no"],
    ["**open, *half** closed*", "strong(open, *half) closed*"],
    ["`a**b**` and ``x`y``, ` alone", "code(a**b**) and code(x`y), ` alone"],
    ["\\*not\\* \\[this]", "*not* [this]"],
    ["two\nlines", "two⏎lines"],
    ["[site **one**](https://example.com/a_(b)?q=1 'title')", "link<https://example.com/a_(b)?q=1>(site strong(one))"],
    [
      "see https://example.com/a, or <https://example.com>.",
      "see link<https://example.com/a>(https://example.com/a), or link<https://example.com>(https://example.com).",
    ],
    ["[https://good.example](https://evil.example)", "link<https://evil.example>(https://good.example)"],
    ["![a cat](https://evil.example/pixel.png)", "image<https://evil.example/pixel.png>(a cat)"],
    [
      "[x](javascript:alert(1)) [y](data:text/html,1) [z](//evil.example)",
      "x (javascript:alert(1)) y (data:text/html,1) z (//evil.example)",
    ],
    ["[a] [b](c d) ]( ![", "[a] [b](c d) ]( !["],
    ["<img src=x onerror=alert(1)> <b>&amp;", "<img src=x onerror=alert(1)> <b>&amp;"],
  ])("reads %j", (text, pieces) => {
    expect(write(parseInline(text))).toBe(pieces);
  });

  it("knows addresses of the web alone", () => {
    for (const url of [
      "JaVaScript:alert(1)",
      " https://a.example",
      "https:/a",
      "mailto:a@b.c",
      "vbscript:x",
      "http://",
    ]) {
      expect([url, toWebAddress(url)]).toEqual([url, undefined]);
    }
    expect(toWebAddress("HTTPS://a.example/x")?.host).toBe("a.example");
  });
});

describe("the blocks of a text", () => {
  it("are headings, paragraphs, rules, quotes and code", () => {
    const text = "# One\nwords\nmore\n\n---\n> quoted\n> # head\n\n```js\nlet a = `<b>`;\n\n```\n### Three";
    expect(writeBlocks(parseMarkdown(text))).toEqual([
      "h1 One",
      "p words⏎more",
      "rule",
      "quote [p quoted; h1 head]",
      "code let a = `<b>`;\n",
      "h3 Three",
    ]);
  });

  it("are lists in lists, with what belongs to an item", () => {
    const text = "- a\n  - b\n    1. c\n- d\n  goes on\n\n  and on\n* e\n\n3. three\n4. four\nlast";
    expect(writeBlocks(parseMarkdown(text))).toEqual([
      "- [p a; - [p b; 1 [p c]] | p d⏎goes on; p and on | p e]",
      "3 [p three | p four⏎last]",
    ]);
  });

  it("are tables, whose rows have as many cells as their head", () => {
    const text = "| a | b |\n|---|:-:|\n| **1** | 2 | 3 |\n| 4 |\nafter\n\nno | table\nhere";
    expect(writeBlocks(parseMarkdown(text))).toEqual(["table a,b/strong(1),2/4,", "p after", "p no | table⏎here"]);
  });

  it("keep code that is not closed, and what is too deep, as the text that it is", () => {
    expect(writeBlocks(parseMarkdown("```\n<script>"))).toEqual(["code <script>"]);
    const deep = JSON.stringify(parseMarkdown(">".repeat(5_000)));
    expect(deep.match(/"quote"/g)).toHaveLength(8);
  });

  it.each([
    "*",
    "_a ",
    "[",
    "![",
    "](",
    "[a](",
    "`",
    "`a``",
    "> ",
    "- ",
    "**x [a](b) `c` *d* ",
    "a**b",
    "<",
    "https://a.",
    "|-",
    "\\",
    "~~a ",
    "1. ",
  ])("loses nothing of a text of nothing but %j, and is not drowned by it", (part) => {
    for (const text of [part.repeat(20_000 / part.length), `${part}\n`.repeat(2_000)]) {
      expect(parseMarkdown(text).length).toBeGreaterThan(0);
    }
  });
});
