import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** What to do with the token that is typed. */
interface RunFileTokenProps {
  onToken: (token: string) => void;
  onCancel: () => void;
}

/** Asks for the token once more before a file is stored: a browser that has signed in may read, and does not have it. */
export function RunFileToken({ onToken, onCancel }: RunFileTokenProps) {
  const token = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="run-file-token"
      onSubmit={(event) => {
        event.preventDefault();
        onToken(token.value.trim());
      }}
    >
      <p id="run-file-token-why">
        This browser may only read. To store the run, enter the token that the server was started with, as{" "}
        <code>--token</code> or <code>RUNLINE_TOKEN</code>: it goes along with this file and is not kept.
      </p>
      <label>
        Token{" "}
        <input
          ref={field}
          class="input"
          type="password"
          autocomplete="current-password"
          required
          aria-describedby="run-file-token-why"
          value={token.value}
          onInput={({ currentTarget }) => (token.value = currentTarget.value)}
        />
      </label>
      <button type="submit" class="button primary">
        Send the file
      </button>
      <button type="button" class="button quiet" onClick={onCancel}>
        Cancel
      </button>
    </form>
  );
}
