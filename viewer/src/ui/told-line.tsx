import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import "./told-line.css";

const SHOWN_MS = 4_000;

/** What a key has to say, and how many times something was said: the same words again are news as well. */
export interface Told {
  words: string;
  count: number;
}

/** Before anything was said. */
export const UNTOLD: Told = { words: "", count: 0 };

/**
 * One line that a key has to say, at the foot of the window and for a moment. Each time it is an element of its own: a screen reader
 * announces what comes in, and not that words are what they were.
 */
export function ToldLine({ told }: { told: Signal<Told> }) {
  const { words, count } = told.value;
  useEffect(() => {
    if (words === "") return undefined;
    const timer = setTimeout(() => (told.value = { words: "", count }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [words, count]);
  return (
    <output class={words === "" ? "visually-hidden" : "told-line"}>
      <span key={count}>{words}</span>
    </output>
  );
}
