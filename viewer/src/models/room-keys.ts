import type { KeyLine } from "./key-line.ts";

/** What the keys of a room act on. */
export interface RoomKeyTarget {
  /** Goes to the next run, or the one before. */
  onStep: (step: 1 | -1) => void;
  onFollow: () => void;
  onHelp: () => void;
}

/** Keys of the conversation of a room. */
export const ROOM_KEYS: readonly KeyLine<RoomKeyTarget>[] = [
  {
    shown: "J K",
    words: "Next, previous run",
    actions: { J: ({ onStep }) => onStep(1), K: ({ onStep }) => onStep(-1) },
  },
  { shown: "f", words: "Keep the end in sight", actions: { f: ({ onFollow }) => onFollow() } },
  { shown: "?", words: "This help", actions: { "?": ({ onHelp }) => onHelp() } },
];
