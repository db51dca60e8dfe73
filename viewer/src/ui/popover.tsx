import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import "./popover.css";

/** A button, and what it opens below itself. */
export interface PopoverProps {
  /** Name of what opens. */
  label: string;
  /** What stands on the button. */
  face: ComponentChildren;
  className?: string;
  /** Drawn while it is open; gets what closes it. */
  children: (close: () => void) => ComponentChildren;
}

/** A button with a panel, which closes by Esc and by whatever is done outside of it. */
export function Popover({ label, face, className = "", children }: PopoverProps) {
  const isOpen = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    isOpen.value = false;
    button.current?.focus();
  };
  return (
    <div
      ref={box}
      class={`popover-place ${className}`}
      role="presentation"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen.value) return;
        event.stopPropagation();
        close();
      }}
      onFocusOut={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && box.current?.contains(relatedTarget))) isOpen.value = false;
      }}
    >
      <button
        ref={button}
        type="button"
        class="button fill"
        aria-haspopup="dialog"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        {face}
      </button>
      {isOpen.value && (
        // A click on its ground must not take the focus out of it.
        <dialog open class="popover" aria-label={label} tabIndex={-1}>
          {children(close)}
        </dialog>
      )}
    </div>
  );
}
