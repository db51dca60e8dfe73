import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** Longest name of a view, in characters. */
const MAX_NAME = 40;

/** Asks for the name of a view. */
export function SaveViewForm({ onSave }: { onSave: (name: string) => void }) {
  const name = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="save-view"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.value.trim() !== "") onSave(name.value.trim());
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
    </form>
  );
}
