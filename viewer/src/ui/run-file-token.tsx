import { useSignal } from "@preact/signals";
import { TokenField } from "./token-field.tsx";

/** What to do with the token that is typed, and what came of it. */
interface RunFileTokenProps {
  /** What the server says of the token that it refused. */
  error: string | undefined;
  isSending: boolean;
  onToken: (token: string) => void;
  onCancel: () => void;
}

/** Asks for the token once more before a file is stored: a browser that has signed in may read, and does not have it. */
export function RunFileToken({ error, isSending, onToken, onCancel }: RunFileTokenProps) {
  const token = useSignal("");
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
      <TokenField token={token} error={error} describedBy="run-file-token-why" autocomplete="off" takesFocus />
      <button type="submit" class="button primary" disabled={isSending}>
        Send the file
      </button>
      <button type="button" class="button quiet" disabled={isSending} onClick={onCancel}>
        Cancel
      </button>
    </form>
  );
}
