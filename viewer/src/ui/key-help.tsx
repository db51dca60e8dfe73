import type { RefObject } from "preact";
import type { KeyLine } from "../models/key-line.ts";
import "./key-help.css";

/** The keys of a page, and the dialog that shows them. */
interface KeyHelpProps {
  dialog: RefObject<HTMLDialogElement | null>;
  lines: readonly Pick<KeyLine<unknown>, "shown" | "words">[];
}

/** The keys that work everywhere. */
const EVERYWHERE = { shown: "Ctrl K", words: "Go to a run, an agent or an id" };

/** What the keys of a page do. */
export function KeyHelp({ dialog, lines }: KeyHelpProps) {
  return (
    <dialog ref={dialog} class="key-help" aria-label="Keys">
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
      <form method="dialog">
        <button type="submit" class="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
