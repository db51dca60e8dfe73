import type { RefObject } from "preact";
import { ROW_KEYS, PAGE_KEYS } from "../models/run-keys.ts";
import "./key-help.css";

/** The keys of the run page. */
export function KeyHelp({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) {
  return (
    <dialog ref={dialog} class="key-help" aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        {[...ROW_KEYS, ...PAGE_KEYS].map(({ shown, words }) => (
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
