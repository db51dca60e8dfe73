import { describe, expect, it } from "vitest";
import { diffTexts, foldSame, MAX_COMPARED, type DiffLine } from "./diff-text.ts";

/** A line as text: its sign, its numbers and its words, what is changed in them in brackets. */
function write({ type, a, b, pieces }: DiffLine): string {
  const sign = { same: " ", removed: "-", added: "+" }[type];
  const text = pieces.map((piece) => (piece.isChanged ? `[${piece.text}]` : piece.text)).join("");
  return `${sign}${a ?? ""},${b ?? ""} ${text}`;
}

describe("the difference of two texts", () => {
  it("is told by lines, and within lines that stand for each other by words", () => {
    const diff = diffTexts(
      "You are Concierge.\nTime: 15:19. Open tables: 7, 12.\nAnswer.",
      "You are Concierge.\nTime: 15:39. Open tables: 7, 12, 9.\nGrace: Lovely.\nAnswer.",
    );
    expect(diff.lines.map(write)).toEqual([
      " 1,1 You are Concierge.",
      "-2, Time: 15:[19]. Open tables: 7, 12.",
      "+,2 Time: 15:[39]. Open tables: 7, 12[, 9].",
      "+,3 Grace: Lovely.",
      " 3,4 Answer.",
    ]);
    expect([diff.changed, diff.removed, diff.added, diff.cut]).toEqual([1, 0, 1, 0]);
  });

  it("marks no words in lines that have next to nothing in common", () => {
    expect(diffTexts("Book a table", "Nein, danke vielmals").lines.map(write)).toEqual([
      "-1, Book a table",
      "+,1 Nein, danke vielmals",
    ]);
  });

  it("has no lines of what is not there", () => {
    expect(diffTexts("", "").lines).toEqual([]);
    expect(diffTexts("", "a\nb").lines.map(write)).toEqual(["+,1 a", "+,2 b"]);
    expect(diffTexts("a", "").lines.map(write)).toEqual(["-1, a"]);
  });

  it("compares so many characters, and says how many are left", () => {
    const diff = diffTexts("x".repeat(MAX_COMPARED + 5), "x".repeat(MAX_COMPARED + 2));
    expect([diff.cut, diff.changed, diff.lines.length]).toEqual([7, 0, 1]);
  });

  it("gives up on texts that differ in everything, and shows one after the other", () => {
    const toText = (word: string) => Array.from({ length: 1_000 }, (_, line) => `${word} ${line}`).join("\n");
    const { lines, changed } = diffTexts(toText("a"), toText("b"));
    expect([lines.length, changed]).toEqual([2_000, 1_000]);
    expect([lines[0], lines[1_000]].map((line) => line?.type)).toEqual(["removed", "added"]);
  });
});

describe("lines that are the same", () => {
  it("are folded, but for three before and after each difference", () => {
    const before = Array.from({ length: 10 }, (_, line) => `before ${line}`);
    const after = Array.from({ length: 4 }, (_, line) => `after ${line}`);
    const { lines } = diffTexts([...before, "x", ...after].join("\n"), [...before, "y", ...after].join("\n"));
    const parts = foldSame(lines).map((part) => ("folded" in part ? -part.folded.length : part.lines.length));
    expect(parts).toEqual([0, -7, 3, 2, 4]);
  });

  it("stay when the line that says how many they are would take as much room", () => {
    const { lines } = diffTexts("x\n1\n2\n3\n4\n5\n6\n7\ny", "X\n1\n2\n3\n4\n5\n6\n7\nY");
    expect(foldSame(lines).every((part) => "lines" in part)).toBe(true);
  });
});
