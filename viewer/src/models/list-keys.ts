import type { KeyLine } from "./key-line.ts";

/** What the keys of a list act on. */
export interface ListKeyTarget {
  /** Moves to the next line, or the one before, and of those that failed. */
  onMove: (step: 1 | -1, of: "all" | "failed") => void;
  onSearch: () => void;
  /** Chooses the run with the focus for a comparison, and lets go of the one that was chosen. */
  onPick: () => void;
  onDrop: () => void;
  onHelp: () => void;
}

/** Keys of a list of runs, wherever the focus is but in fields one types in. */
export const LIST_KEYS: readonly KeyLine<ListKeyTarget>[] = [
  {
    shown: "j k",
    words: "Next, previous run",
    actions: { j: ({ onMove }) => onMove(1, "all"), k: ({ onMove }) => onMove(-1, "all") },
  },
  {
    shown: "e E",
    words: "Next, previous run that failed",
    actions: { e: ({ onMove }) => onMove(1, "failed"), E: ({ onMove }) => onMove(-1, "failed") },
  },
  { shown: "x", words: "Choose a run, then another one, to compare both", actions: { x: ({ onPick }) => onPick() } },
  { shown: "Esc", words: "Choose none", actions: { Escape: ({ onDrop }) => onDrop() } },
  { shown: "/", words: "Search", actions: { "/": ({ onSearch }) => onSearch() } },
  { shown: "?", words: "This help", actions: { "?": ({ onHelp }) => onHelp() } },
];

/**
 * The place to move to from a place in a list, `undefined` where there is none; -1 is before the first.
 *
 * @param isWanted - whether a place may be moved to
 */
export function findPlace(
  count: number,
  from: number,
  step: 1 | -1,
  isWanted: (place: number) => boolean,
): number | undefined {
  for (let place = from + step; place >= 0 && place < count; place += step) if (isWanted(place)) return place;
  return undefined;
}
