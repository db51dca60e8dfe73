import type { ViewModel } from "./create-view-model.ts";
import type { WaterfallModel } from "./create-waterfall-model.ts";
import { activeNode, CURSOR_KEYS, type CursorTarget } from "./cursor-keys.ts";
import type { KeyLine } from "./key-line.ts";
import { toListPath } from "./list-filter.ts";
import type { RunView } from "./page-view.ts";
import { toStepsPath } from "./steps-filter.ts";

/** What the keys of a waterfall act on. */
export interface KeyTarget extends CursorTarget {
  model: WaterfallModel;
  /** What is shown: a key that changes none of it says why. */
  page: ViewModel;
  /** Says in one line what a key has done out of sight, or why it did nothing. */
  tell: (words: string) => void;
  onClose: () => void;
  onHelp: () => void;
  onSearch: () => void;
  /** Goes to what stands before or after in the list that one came from. */
  onStep: (which: "previous" | "next") => void;
  /** Shows a view of the run; the waterfall instead of one that is shown already. */
  onView: (view: RunView) => void;
  /** Chooses the run to be compared with another one. */
  onPick: () => void;
  /** Copies the link to the page, or the command that asks for the run. */
  onCopy: (what: "link" | "curl") => void;
  onGo: (path: string) => void;
  /** Called after the cursor has jumped: the waterfall comes on screen and takes the focus. */
  onJump: () => void;
}

/** How much less time a key shows, and how far one moves on, as a part of what is shown. */
const ZOOM_STEP = 1.5;
const PAN_STEP = 0.2;

/** Keys that act on the rows of a waterfall. */
export const ROW_KEYS: readonly KeyLine<KeyTarget>[] = [
  ...CURSOR_KEYS,
  {
    shown: "z",
    words: "Zoom to the span",
    actions: {
      z: orTell((target) => {
        const span = activeNode(target)?.span;
        if (span) target.model.zoomTo(span);
      }, "No span is chosen that takes less time than is shown."),
    },
  },
];

const WHOLE_TIME = "The whole time is shown.";

/** Keys that work wherever the focus is, but for fields one types in. */
export const PAGE_KEYS: readonly KeyLine<KeyTarget>[] = [
  {
    shown: "[ ]",
    words: "Close, open all rows",
    actions: {
      "[": orTell(({ model }) => model.setAll("closed"), "All rows are closed."),
      "]": orTell(({ model }) => model.setAll("open"), "All rows are open."),
    },
  },
  {
    shown: "Z",
    words: "Show the whole time",
    actions: { Z: orTell(({ model }) => model.setZoom(undefined), WHOLE_TIME) },
  },
  {
    shown: "+ -",
    words: "Show less, more time",
    actions: {
      "+": orTell(({ model }) => model.zoomBy(1 / ZOOM_STEP), "Less time cannot be shown."),
      "-": orTell(({ model }) => model.zoomBy(ZOOM_STEP), WHOLE_TIME),
    },
  },
  {
    shown: "a d",
    words: "Earlier, later",
    actions: {
      a: orTell(({ model }) => model.panBy(-PAN_STEP), "Nothing was earlier."),
      d: orTell(({ model }) => model.panBy(PAN_STEP), "Nothing was later."),
    },
  },
  { shown: "c", words: "Critical path", actions: { c: ({ model }) => model.toggleCriticalPath() } },
  {
    shown: "i",
    words: "Compress idle time",
    actions: {
      i({ model, tell }) {
        if (model.idleGaps.peek().length === 0) tell("There is no idle time.");
        else model.toggleCompressed();
      },
    },
  },
  { shown: "Esc", words: "Close details", actions: { Escape: ({ onClose }) => onClose() } },
  {
    shown: "e E",
    words: "Cause, then next, previous error",
    actions: {
      e: jump((model) => model.goToError(1), "Nothing failed."),
      E: jump((model) => model.goToError(-1), "Nothing failed."),
    },
  },
  { shown: "/", words: "Search", actions: { "/": ({ onSearch }) => onSearch() } },
  {
    shown: "n N",
    words: "Next, previous match",
    actions: {
      n: jump((model) => model.goToMatch(1), "Nothing was found."),
      N: jump((model) => model.goToMatch(-1), "Nothing was found."),
    },
  },
  {
    shown: "J K",
    words: "Next, previous run of the list",
    actions: { J: ({ onStep }) => onStep("next"), K: ({ onStep }) => onStep("previous") },
  },
  {
    shown: "f",
    words: "Follow a run that goes on",
    actions: {
      f({ model, tell }) {
        if (model.follow.youngestIndex.peek() === -1) tell("Nothing goes on that could be followed.");
        else model.follow.toggle();
      },
    },
  },
  {
    shown: "m t w",
    words: "Messages, table, waterfall of a run",
    actions: {
      m: ({ onView }) => onView("Messages"),
      t: ({ onView }) => onView("Table"),
      w: orTell(({ onView }) => onView("Waterfall"), "This is the waterfall."),
    },
  },
  { shown: "x", words: "Choose the run, then another one, to compare both", actions: { x: ({ onPick }) => onPick() } },
  {
    shown: "y Y",
    words: "Copy the link, the command that asks for the run",
    actions: { y: ({ onCopy }) => onCopy("link"), Y: ({ onCopy }) => onCopy("curl") },
  },
  {
    shown: "gr gl",
    words: "Go to the list of runs, to the slowest steps",
    actions: {
      gr: ({ onGo }) => onGo(toListPath({})),
      gl: ({ onGo }) => onGo(toStepsPath({ scope: { range: "1h" }, kind: "model_call" })),
    },
  },
  { shown: "?", words: "This help", actions: { "?": ({ onHelp }) => onHelp() } },
];

/** The cursor moves, or nothing is there to move to. */
function jump(go: (model: WaterfallModel) => void, words: string): (target: KeyTarget) => void {
  return ({ model, tell, onJump }) => {
    const before = model.moves.peek();
    go(model);
    if (model.moves.peek() === before) tell(words);
    else onJump();
  };
}

/** What is shown changes, or the words say why it does not. */
function orTell(act: (target: KeyTarget) => void, words: string): (target: KeyTarget) => void {
  return (target) => {
    const before = target.page.view.peek();
    act(target);
    if (target.page.view.peek() === before) target.tell(words);
  };
}
