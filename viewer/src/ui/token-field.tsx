import type { Signal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";

/** The token that is typed, and what is said of it. */
interface TokenFieldProps {
  token: Signal<string>;
  /** What the server says of the token that it refused. */
  error: string | undefined;
  /** Id of the text that says what the token is asked for. */
  describedBy?: string;
  /** Whether a browser may offer to keep the token, and fill it in. */
  autocomplete: "current-password" | "off";
  /** Typing goes here as soon as the field is shown. */
  takesFocus?: boolean;
}

/** Where the token of the server is typed, with what is wrong with it. */
export function TokenField({ token, error, describedBy, autocomplete, takesFocus = false }: TokenFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const errorId = useId();
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, []);
  const descriptions = [describedBy, error !== undefined && errorId].filter((id) => typeof id === "string");
  return (
    <>
      <label>
        Token{" "}
        <input
          ref={field}
          class="input"
          type="password"
          autocomplete={autocomplete}
          required
          aria-invalid={error !== undefined}
          aria-describedby={descriptions.join(" ") || undefined}
          value={token.value}
          onInput={({ currentTarget }) => (token.value = currentTarget.value)}
        />
      </label>
      {error !== undefined && (
        <p class="error-text" role="alert" id={errorId}>
          {error}
        </p>
      )}
    </>
  );
}
