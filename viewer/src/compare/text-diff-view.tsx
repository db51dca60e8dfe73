import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { formatCount, formatPlural } from "../format/format-count.ts";
import { foldSame, type DiffLine, type DiffPart, type TextDiff } from "../models/diff-text.ts";

/** Lines that are in the page at first, and more each time they are asked for. */
const LINES_AT_ONCE = 500;

const SIGNS: Record<DiffLine["type"], { sign: string; word: string }> = {
  same: { sign: "", word: "" },
  removed: { sign: "−", word: "only in A: " },
  added: { sign: "+", word: "only in B: " },
};

/** The lines of two texts: what only one has by its sign and its ground, what is the same folded but for some lines around that. */
export function TextDiffView({ diff }: { diff: TextDiff }) {
  const count = useSignal(LINES_AT_ONCE);
  const opened = useSignal<ReadonlySet<DiffPart>>(new Set());
  const parts = useMemo(() => foldSame(diff.lines), [diff]);
  let left = count.value;
  const shown = parts.map((part) => {
    const isFolded = "folded" in part && !opened.value.has(part);
    const lines = "folded" in part ? part.folded : part.lines;
    const taken = isFolded ? [] : lines.slice(0, left);
    left -= taken.length;
    return { part, isFolded, lines, taken };
  });
  const missing = shown.reduce(
    (sum, { isFolded, lines, taken }) => sum + (isFolded ? 0 : lines.length - taken.length),
    0,
  );
  return (
    <div class="text-diff">
      {shown.map(({ part, isFolded, lines, taken }, index) =>
        isFolded ? (
          <button
            // oxlint-disable-next-line react/no-array-index-key -- parts never move
            key={index}
            type="button"
            class="folded-lines"
            onClick={() => (opened.value = new Set([...opened.value, part]))}
          >
            {formatPlural(lines.length, "line")} the same
          </button>
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- as above
          <Lines key={index} lines={taken} />
        ),
      )}
      {missing > 0 && (
        <button type="button" class="button quiet" onClick={() => (count.value += LINES_AT_ONCE)}>
          Show {formatCount(Math.min(missing, LINES_AT_ONCE))} more of {formatPlural(diff.lines.length, "line")}
        </button>
      )}
    </div>
  );
}

function Lines({ lines }: { lines: readonly DiffLine[] }) {
  return lines.map(({ type, a, b, pieces }) => (
    <div key={`${a} ${b}`} class={`diff-line is-${type}`}>
      <span class="line-number">{a}</span>
      <span class="line-number">{b}</span>
      <span class="line-sign" aria-hidden="true">
        {SIGNS[type].sign}
      </span>
      <span class="line-text" dir="auto">
        <span class="visually-hidden">{SIGNS[type].word}</span>
        {pieces.map(({ text, isChanged }, index) =>
          // oxlint-disable-next-line react/no-array-index-key -- pieces never move
          isChanged ? <mark key={index}>{text}</mark> : text,
        )}
      </span>
    </div>
  ));
}
