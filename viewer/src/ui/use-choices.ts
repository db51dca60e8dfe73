import { useSignal } from "@preact/signals";
import type { InputHTMLAttributes } from "preact";

/** What the keys are on in a list of choices below a field, which keeps the focus. */
export interface Choices {
  /** -1 where there is nothing to choose. */
  activeIndex: number;
  /** The id that the element of a choice must have. */
  toId: (index: number) => string;
  /** Goes back to the first one. */
  reset: () => void;
  /** For the field, which has them. */
  keys: InputHTMLAttributes;
}

/** How far a key goes. */
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/**
 * Moves through choices by keys, as a combobox does; Enter chooses.
 *
 * @param listId - id of the element that has the choices
 */
export function useChoices(
  listId: string,
  count: number,
  onChoose: (index: number, event: KeyboardEvent) => void,
): Choices {
  const place = useSignal(0);
  const activeIndex = Math.min(place.value, count - 1);
  const toId = (index: number) => `${listId}-${index}`;
  return {
    activeIndex,
    toId,
    reset: () => (place.value = 0),
    keys: {
      role: "combobox",
      "aria-expanded": true,
      "aria-controls": listId,
      "aria-activedescendant": count > 0 ? toId(activeIndex) : undefined,
      onKeyDown(event) {
        const step = STEPS[event.key];
        if (step === undefined && event.key !== "Enter") return;
        event.preventDefault();
        if (count === 0) return;
        if (step === undefined) {
          onChoose(activeIndex, event);
          return;
        }
        place.value = Math.max(0, Math.min(count - 1, activeIndex + step));
        document.getElementById(toId(place.value))?.scrollIntoView({ block: "nearest" });
      },
    },
  };
}
