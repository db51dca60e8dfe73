import { signal, type ReadonlySignal } from "@preact/signals";

/** The token of a server that asks for one, kept for this tab only. */
export interface SessionModel {
  token: ReadonlySignal<string | undefined>;
  /** `true` from the first 401 until a token is given. */
  isSignInNeeded: ReadonlySignal<boolean>;
  signIn(token: string): void;
  /** Called when the server answers 401: the token, if any, is wrong. */
  reject(): void;
}

const STORAGE_KEY = "runline.token";

/** Makes the session; `storage` is the tab's `sessionStorage`. */
export function createSessionModel(storage: Storage): SessionModel {
  const token = signal(storage.getItem(STORAGE_KEY) ?? undefined);
  const isSignInNeeded = signal(false);
  return {
    token,
    isSignInNeeded,
    signIn(given) {
      storage.setItem(STORAGE_KEY, given);
      token.value = given;
      isSignInNeeded.value = false;
    },
    reject() {
      storage.removeItem(STORAGE_KEY);
      isSignInNeeded.value = true;
    },
  };
}
