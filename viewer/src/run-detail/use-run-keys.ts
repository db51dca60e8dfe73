import { useEffect, useRef } from "preact/hooks";
import { findKeyAction, PAGE_KEYS, type PageKeyTarget } from "../models/run-keys.ts";

/** Listens to the keys of the run page, wherever the focus is, but for fields one types in: there only Esc is one. */
export function useRunKeys(target: PageKeyTarget): void {
  const current = useRef(target);
  current.current = target;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
      const { target: field } = event;
      const isTyping = field instanceof HTMLInputElement && field.type !== "range";
      if (event.key !== "Escape" && (isTyping || field instanceof HTMLSelectElement)) return;
      const action = findKeyAction(PAGE_KEYS, event.key);
      if (!action) return;
      event.preventDefault();
      action(current.current);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
