import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Which step is chosen, and how another one is. */
export interface Choice {
  selectedId: string | undefined;
  onSelect: (spanId: string) => void;
  /** Whether a click anywhere in an entry chooses its step; without, only one on its name does. */
  isByEntry: boolean;
}

/** One entry of a conversation. */
export interface MessageEntryProps {
  speaker: string;
  /** Step that the entry is of; missing where none says it. */
  spanId?: string | undefined;
  choice: Choice;
  /** When, how long, how much: at the right. */
  meta?: ComponentChildren;
  className?: string;
  /** Whether the speaker is the button that chooses the step; other entries have the name of their step for that. @defaultValue false */
  isSpeakerChoice?: boolean;
  children: ComponentChildren;
}

/** Who says it, what, and when. A click chooses the step; the one that is chosen elsewhere comes into view. */
export function MessageEntry(props: MessageEntryProps) {
  const { speaker, spanId, choice, meta, className = "", isSpeakerChoice = false, children } = props;
  const isSelected = spanId !== undefined && spanId === choice.selectedId;
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isSelected) element.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);
  const choose = (event: MouseEvent) => {
    if (choice.isByEntry && spanId !== undefined && !isMeantOtherwise(event)) choice.onSelect(spanId);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the button in the entry is for the keyboard
    <li
      ref={element}
      class={`message ${className}${isSelected ? " is-selected" : ""}`}
      aria-current={isSelected ? "true" : undefined}
      onClick={choose}
    >
      <span class="message-role">
        {isSpeakerChoice && spanId !== undefined ? (
          <ChoiceButton spanId={spanId} choice={choice}>
            {speaker}
          </ChoiceButton>
        ) : (
          speaker
        )}
      </span>
      <div class="message-body">{children}</div>
      {meta !== undefined && <span class="message-meta">{meta}</span>}
    </li>
  );
}

/** Chooses a step. */
export function ChoiceButton({ spanId, choice, children }: { spanId: string; choice: Choice; children: string }) {
  return (
    <button type="button" class="text-button" title="Show details" onClick={() => choice.onSelect(spanId)}>
      {children}
    </button>
  );
}

/** A click on a control is for that, and one that ends a selection of text is for the text. */
function isMeantOtherwise({ target }: MouseEvent): boolean {
  const isControl = target instanceof Element && target.closest("a, button, summary") !== null;
  return isControl || window.getSelection()?.isCollapsed === false;
}
