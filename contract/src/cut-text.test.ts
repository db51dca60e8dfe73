import * as fc from "fast-check";
import { expect, it } from "vitest";
import { CUT_MARK, cutText } from "./cut-text.ts";

it("a text that fits stays as it is, and a longer one ends with the mark", () => {
  expect([cutText("Weather", 7, CUT_MARK), cutText("Weather Guide", 8, CUT_MARK)]).toEqual(["Weather", "Weather…"]);
  expect([cutText("Weather Guide", 7), cutText("Weather Guide", 0), cutText("Weather Guide", 0, CUT_MARK)]).toEqual([
    "Weather",
    "",
    CUT_MARK,
  ]);
});

it("the first and the last character that take a pair are kept whole or not at all", () => {
  for (const pair of ["\u{10000}", "\u{10FFFF}"]) {
    expect([cutText(`a${pair}b`, 2), cutText(`a${pair}b`, 3)]).toEqual(["a", `a${pair}`]);
  }
});

it("no surrogate pair is cut in half, and all is kept that fits", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", minLength: 2 }),
      fc.nat(20),
      fc.constantFrom("", CUT_MARK),
      (text, limit, mark) => {
        fc.pre(text.length > limit && limit >= mark.length);
        const cut = cutText(text, limit, mark);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
        expect(cut.endsWith(mark)).toBe(true);
        expect(text.startsWith(cut.slice(0, cut.length - mark.length))).toBe(true);
        expect([limit, limit - 1]).toContain(cut.length);
      },
    ),
  );
});
