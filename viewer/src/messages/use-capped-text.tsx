import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { formatShortCount } from "../format/format-count.ts";
import { useSearchedText } from "./message-search.tsx";

/** As much of a text as is shown, and the button that shows the rest. */
interface CappedText {
  shown: string;
  isWhole: boolean;
  button: ComponentChildren;
}

/** A text cut to so many characters until all of it is asked for, or something is looked for in it: a result may have a million. */
export function useCappedText(text: string, maxLength: number): CappedText {
  const isAsked = useSignal(false);
  const isSearched = useSearchedText() !== "";
  if (text.length <= maxLength || isAsked.value || isSearched) return { shown: text, isWhole: true, button: undefined };
  const button = (
    <button type="button" class="button quiet show-all" onClick={() => (isAsked.value = true)}>
      Show all {formatShortCount(text.length)} characters
    </button>
  );
  return { shown: text.slice(0, maxLength), isWhole: false, button };
}
