import type { RefObject } from "preact";
import "./key-help.css";

const KEYS: readonly [string, string][] = [
  ["↑ ↓ or k j", "Previous, next row"],
  ["← → or h l", "Close, open row"],
  ["Enter", "Show details"],
  ["Esc", "Close details"],
  ["e E", "Next, previous error"],
  ["/", "Search"],
  ["n N", "Next, previous match"],
  ["z Z", "Zoom to the span, show everything"],
  ["?", "This help"],
];

/** The keys of the run page. */
export function KeyHelp({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) {
  return (
    <dialog ref={dialog} class="key-help" aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        {KEYS.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{meaning}</dd>
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
