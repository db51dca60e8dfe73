import type { Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** What is looked for in the messages around, in lower case; empty while nothing is. */
const SearchedText = createContext("");

/** Tells the messages inside what is looked for: what has it is unfolded. */
export const SearchedTextProvider = SearchedText.Provider;

/** What is looked for in the messages of which this is a part. */
export function useSearchedText(): string {
  return useContext(SearchedText);
}

/** What the field holds, and what was found. */
interface MessageSearchProps {
  text: Signal<string>;
  /** How much was found; nothing while nothing is looked for. */
  found: string;
}

/** The field that messages are searched with. */
export function MessageSearch({ text, found }: MessageSearchProps) {
  return (
    <search class="message-search">
      <input
        class="input"
        type="search"
        aria-label="Search messages"
        placeholder="Search messages"
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <output class="muted">{found}</output>
    </search>
  );
}
