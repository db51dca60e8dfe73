import { useSignal } from "@preact/signals";
import { useApp } from "../models/app-context.ts";
import { useSettings } from "../models/settings-queries.ts";
import { signOut } from "../models/sign-in.ts";

/** Signs this browser out; nothing where the server asks for no token. */
export function SignOutButton() {
  const app = useApp();
  const error = useSignal<string | undefined>(undefined);
  if (useSettings().data?.needsToken !== true) return null;
  const leave = async () => {
    try {
      await signOut(app);
    } catch (failure) {
      error.value = String(failure);
    }
  };
  return (
    <button type="button" class="button quiet" title={error.value} onClick={() => void leave()}>
      {error.value === undefined ? "Sign out" : "Not signed out"}
    </button>
  );
}
