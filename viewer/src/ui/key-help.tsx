import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { hasCharacterKeys, setCharacterKeys } from "../models/character-keys.ts";
import type { KeyLine } from "../models/key-line.ts";
import "./key-help.css";

/** The keys of a page, and the dialog that shows them. */
interface KeyHelpProps {
  dialog: RefObject<HTMLDialogElement | null>;
  lines: readonly Pick<KeyLine<unknown>, "shown" | "words">[];
}

/** Opens the dialog. A phone has neither keys nor this button. */
export function KeyHelpButton({ onHelp }: { onHelp: () => void }) {
  return (
    <button
      type="button"
      class="button quiet icon-only help-button"
      aria-label="Keys"
      title="Keys (?)"
      onClick={onHelp}
    >
      ?
    </button>
  );
}

/** The keys that work everywhere. */
const EVERYWHERE = { shown: "Ctrl K", words: "Go to a run, an agent, a room or an id, or change a setting" };

/** What the keys of a page do, and whether those of one character do it. */
export function KeyHelp({ dialog, lines }: KeyHelpProps) {
  const isOn = useSignal(hasCharacterKeys(localStorage));
  return (
    // Ctrl K may have changed it since: the dialog takes the focus when it opens.
    <dialog
      ref={dialog}
      class="key-help"
      aria-label="Keys"
      onFocusIn={() => (isOn.value = hasCharacterKeys(localStorage))}
    >
      <h2>Keys</h2>
      <dl>
        {[...lines, EVERYWHERE].map(({ shown, words }) => (
          <div key={shown}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input
          type="checkbox"
          checked={isOn.value}
          onChange={({ currentTarget }) => {
            isOn.value = currentTarget.checked;
            setCharacterKeys(localStorage, isOn.value);
          }}
        />{" "}
        Keys of one character, in this browser
      </label>
      <form method="dialog">
        <button type="submit" class="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
