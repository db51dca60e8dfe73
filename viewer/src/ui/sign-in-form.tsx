import { useSignal } from "@preact/signals";
import { useApp } from "../models/app-context.ts";
import { signIn } from "../models/sign-in.ts";
import { TokenField } from "./token-field.tsx";
import "./sign-in-form.css";

/** Asks for the token that the server was started with, once in a browser. */
export function SignInForm() {
  const app = useApp();
  const token = useSignal("");
  const state = useSignal<"idle" | "asking" | Error>("idle");
  const submit = async () => {
    state.value = "asking";
    try {
      await signIn(app, token.value.trim());
    } catch (error) {
      state.value = error instanceof Error ? error : new Error(String(error));
    }
  };
  const { value } = state;
  return (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h1>Sign in to Runline</h1>
      <p class="muted">on {window.location.host}</p>
      <TokenField
        token={token}
        error={value instanceof Error ? value.message : undefined}
        autocomplete="current-password"
      />
      <button type="submit" class="button primary" disabled={value === "asking"}>
        Sign in
      </button>
      <p class="muted">
        The token is what the server was started with, as <code>--token</code> or <code>RUNLINE_TOKEN</code>. Then you
        go on to the page of your link, and this browser stays signed in for 30 days; the token itself is not kept.
      </p>
    </form>
  );
}
