import type { CompareModel } from "./create-compare-model.ts";
import type { KeyLine } from "./key-line.ts";
import type { CursorTarget } from "./cursor-keys.ts";

/** What the keys of a comparison act on. */
export interface CompareTarget extends CursorTarget {
  model: CompareModel;
  onClose: () => void;
  onHelp: () => void;
  /** Called after the cursor has jumped: the rows come on screen and take the focus. */
  onJump: () => void;
}

/** Keys of a comparison beside those of its rows. */
export const COMPARE_KEYS: readonly KeyLine<CompareTarget>[] = [
  {
    shown: "e E",
    words: "First difference, then next, previous one",
    actions: {
      e({ model, onJump }) {
        model.goToError(1);
        onJump();
      },
      E({ model, onJump }) {
        model.goToError(-1);
        onJump();
      },
    },
  },
  { shown: "Esc", words: "Close the texts", actions: { Escape: ({ onClose }) => onClose() } },
  { shown: "?", words: "This help", actions: { "?": ({ onHelp }) => onHelp() } },
];
