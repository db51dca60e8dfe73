import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import "./told-line.css";

const SHOWN_MS = 4_000;

/** One line that a key has to say, at the foot of the window and for a moment. */
export function ToldLine({ words }: { words: Signal<string> }) {
  const shown = words.value;
  useEffect(() => {
    if (shown === "") return undefined;
    const timer = setTimeout(() => (words.value = ""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return <output class={shown === "" ? "visually-hidden" : "told-line"}>{shown}</output>;
}
