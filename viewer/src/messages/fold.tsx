import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useSearchedText } from "./message-search.tsx";

/** A line that unfolds, and what is then below it, which is not made before. */
export interface FoldProps {
  summary: ComponentChildren;
  className: string;
  /** @defaultValue false */
  isOpenAtFirst?: boolean;
  /** Whether a text in lower case stands inside: what has none of what is looked for stays folded. */
  has: (wanted: string) => boolean;
  children: () => ComponentChildren;
}

/** A part that is folded to one line until it is asked for, or something is looked for in it. */
export function Fold({ summary, className, isOpenAtFirst = false, has, children }: FoldProps) {
  const isOpen = useSignal(isOpenAtFirst);
  const wanted = useSearchedText();
  const isSearched = wanted !== "" && has(wanted);
  const isShown = isOpen.value || isSearched;
  return (
    <details
      class={className}
      open={isShown}
      onToggle={(event) => {
        if (!isSearched) isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>{summary}</summary>
      {isShown && children()}
    </details>
  );
}
