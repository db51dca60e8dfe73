import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** Longest name of a view, in characters. */
const MAX_NAME = 40;

/** Asks for the name of a view. `onSave` says whether it is kept; the form stays to tell when it is not. */
export function SaveViewForm({ onSave }: { onSave: (name: string) => boolean }) {
  const name = useSignal("");
  const isFull = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="save-view"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.value.trim() !== "") isFull.value = !onSave(name.value.trim());
      }}
    >
      <input
        ref={field}
        class="input"
        aria-label="Name of the view"
        placeholder="Name, kept in this browser"
        required
        maxLength={MAX_NAME}
        value={name.value}
        onInput={({ currentTarget }) => (name.value = currentTarget.value)}
      />
      <button type="submit" class="button primary">
        Save
      </button>
      {isFull.value && (
        <p class="error-text" role="alert">
          This browser has no room left for it: the view is there until the page is left.
        </p>
      )}
    </form>
  );
}
