import { useEffect, useRef } from "preact/hooks";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";

/** What the keys of the run page do. */
export interface RunKeysOptions {
  model: WaterfallModel;
  onClose: () => void;
  onHelp: () => void;
  onSearch: () => void;
  /** Called after the cursor has jumped: the waterfall comes on screen and takes the focus. */
  onJump: () => void;
}

/** Keys that work wherever the focus is, but for fields one types in: `/` `?` `e` `E` `n` `N` `Z` and Esc. */
export function useRunKeys(options: RunKeysOptions): void {
  const current = useRef(options);
  current.current = options;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { model, onClose, onHelp, onSearch, onJump } = current.current;
      if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
      const { target } = event;
      const isTyping = target instanceof HTMLInputElement && target.type !== "range";
      if (event.key !== "Escape" && (isTyping || target instanceof HTMLSelectElement)) return;
      const jump = (go: () => void) => {
        go();
        onJump();
      };
      const actions: Record<string, () => void> = {
        "/": onSearch,
        "?": onHelp,
        e: () => jump(() => model.goToError(1)),
        E: () => jump(() => model.goToError(-1)),
        n: () => jump(() => model.goToMatch(1)),
        N: () => jump(() => model.goToMatch(-1)),
        Z: () => model.setZoom(undefined),
        Escape: onClose,
      };
      const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
