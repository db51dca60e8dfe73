import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

/** A line that unfolds, and what is then below it, which is not made before. */
export interface FoldProps {
  summary: ComponentChildren;
  className: string;
  /** @defaultValue false */
  isOpenAtFirst?: boolean;
  children: () => ComponentChildren;
}

/** A part that is folded to one line until it is asked for. */
export function Fold({ summary, className, isOpenAtFirst = false, children }: FoldProps) {
  const isOpen = useSignal(isOpenAtFirst);
  return (
    <details class={className} open={isOpen.value} onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen.value && children()}
    </details>
  );
}
