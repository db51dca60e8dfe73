import { useSignal } from "@preact/signals";
import { useApp } from "../models/app-context.ts";

/** Asks for the token that the server was started with. */
export function SignInForm() {
  const { session } = useApp();
  const token = useSignal("");
  return (
    <div class="page">
      <form
        class="panel"
        onSubmit={(event) => {
          event.preventDefault();
          if (token.value.trim() !== "") session.signIn(token.value.trim());
        }}
      >
        <h1>This Runline needs a token</h1>
        <p>
          It is the value that the server was started with: <code>--token</code> or <code>RUNLINE_TOKEN</code>. It is
          kept in this tab only.
        </p>
        {session.credentials.value.token !== undefined && (
          <p class="error-text" role="alert">
            The server did not accept this token.
          </p>
        )}
        <input
          aria-label="Token"
          placeholder="Token"
          class="input"
          type="password"
          autocomplete="current-password"
          required
          value={token.value}
          onInput={(event) => (token.value = event.currentTarget.value)}
        />
        <button type="submit" class="button primary">
          Sign in
        </button>
      </form>
    </div>
  );
}
