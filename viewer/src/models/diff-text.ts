import { diffArrays, diffWordsWithSpace } from "diff";

/** A piece of a line, and whether the other text has it there as well. */
interface LinePiece {
  text: string;
  isChanged: boolean;
}

/** A line of both texts, of A alone (`removed`) or of B alone (`added`), with its number in each text that has it, from 1. */
export interface DiffLine {
  type: "same" | "removed" | "added";
  a: number | undefined;
  b: number | undefined;
  pieces: readonly LinePiece[];
}

/** Two texts line by line. `changed` lines stand for each other, `removed` and `added` ones for none. */
export interface TextDiff {
  lines: DiffLine[];
  changed: number;
  removed: number;
  added: number;
  /** Characters of both texts together that were not compared. */
  cut: number;
}

/** Characters of a text that are compared; both texts take some ms. A prompt may have a million. */
export const MAX_COMPARED = 200_000;
/** Lines, and words of a line, in which texts may differ: comparing takes time with the square of that. Beyond, all differ. */
const MAX_LINE_EDITS = 1_000;
const MAX_WORD_EDITS = 200;
/** Lines that have less than this part in common are not each other's, and no word of them is marked. */
const MIN_COMMON = 0.3;

/**
 * Compares two texts by lines, and the lines that stand for each other by words.
 *
 * @example diffTexts("Time: 15:19", "Time: 15:39").lines // − "Time: 15:" and "19", changed; + "Time: 15:" and "39", changed
 */
export function diffTexts(a: string, b: string): TextDiff {
  const [linesA, linesB] = [toLines(a), toLines(b)];
  const cut = Math.max(0, a.length - MAX_COMPARED) + Math.max(0, b.length - MAX_COMPARED);
  const diff: TextDiff = { lines: [], changed: 0, removed: 0, added: 0, cut };
  const changes = diffArrays(linesA, linesB, { maxEditLength: MAX_LINE_EDITS }) ?? [
    { removed: true, added: false, value: linesA },
    { removed: false, added: true, value: linesB },
  ];
  let removed: string[] = [];
  const place = { a: 1, b: 1 };
  const close = (added: string[]) => {
    addChange(diff, removed, added, place);
    removed = [];
  };
  for (const change of changes) {
    if (change.removed) removed = change.value;
    else if (change.added) close(change.value);
    else {
      close([]);
      for (const text of change.value)
        diff.lines.push({ type: "same", a: place.a++, b: place.b++, pieces: toWhole(text) });
    }
  }
  close([]);
  return diff;
}

/** What is not there has no line. */
function toLines(text: string): string[] {
  return text === "" ? [] : text.slice(0, MAX_COMPARED).split("\n");
}

function addChange(diff: TextDiff, removed: string[], added: string[], place: { a: number; b: number }): void {
  const pairs = removed.slice(0, added.length).map((text, index) => diffWords(text, added[index] ?? ""));
  for (const [index, text] of removed.entries()) {
    diff.lines.push({ type: "removed", a: place.a++, b: undefined, pieces: pairs[index]?.a ?? toWhole(text) });
  }
  for (const [index, text] of added.entries()) {
    diff.lines.push({ type: "added", a: undefined, b: place.b++, pieces: pairs[index]?.b ?? toWhole(text) });
  }
  diff.changed += pairs.length;
  diff.removed += removed.length - pairs.length;
  diff.added += added.length - pairs.length;
}

function diffWords(a: string, b: string): { a: LinePiece[]; b: LinePiece[] } | undefined {
  const changes = diffWordsWithSpace(a, b, { maxEditLength: MAX_WORD_EDITS }) ?? [];
  const common = changes.reduce((sum, { added, removed, value }) => sum + (added || removed ? 0 : value.length), 0);
  if (common < MIN_COMMON * Math.max(a.length, b.length)) return undefined;
  const toPieces = (isOther: (change: (typeof changes)[number]) => boolean) =>
    changes
      .filter((change) => !isOther(change))
      .map(({ value, added, removed }) => ({ text: value, isChanged: added || removed }));
  return { a: toPieces(({ added }) => added), b: toPieces(({ removed }) => removed) };
}

function toWhole(text: string): LinePiece[] {
  return [{ text, isChanged: false }];
}

/** Lines that stand together, or how many that are the same were folded. */
export type DiffPart = { lines: readonly DiffLine[] } | { folded: readonly DiffLine[] };

/** Lines around a difference that are shown. */
const CONTEXT = 3;

/** Folds what is the same, but for some lines around each difference. */
export function foldSame(lines: readonly DiffLine[]): DiffPart[] {
  const parts: DiffPart[] = [];
  let from = 0;
  while (from < lines.length) {
    const isSame = lines[from]?.type === "same";
    let to = from;
    while (to < lines.length && (lines[to]?.type === "same") === isSame) to++;
    const run = lines.slice(from, to);
    const [before, after] = [from === 0 ? 0 : CONTEXT, to === lines.length ? 0 : CONTEXT];
    // A line that is folded takes a line as well.
    if (!isSame || run.length <= before + after + 1) parts.push({ lines: run });
    else {
      parts.push(
        { lines: run.slice(0, before) },
        { folded: run.slice(before, run.length - after) },
        { lines: run.slice(run.length - after) },
      );
    }
    from = to;
  }
  return parts;
}
