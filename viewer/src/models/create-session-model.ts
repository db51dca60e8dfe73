import { signal, type ReadonlySignal } from "@preact/signals";

/** What requests are sent with; no token for a server that asks for none. */
interface Credentials {
  token: string | undefined;
}

/** The token of a server that asks for one, kept for this tab only. */
export interface SessionModel {
  /** A new object with each sign-in, so that the same token given again is a new try. */
  credentials: ReadonlySignal<Credentials>;
  /** `true` from the first 401 until a token is given. */
  isSignInNeeded: ReadonlySignal<boolean>;
  signIn(token: string): void;
  /** Called when the server answers 401 to `refused`. A late answer to those before the last sign-in says nothing. */
  reject(refused: Credentials): void;
}

const STORAGE_KEY = "runline.token";

/** Makes the session; `storage` is the tab's `sessionStorage`. */
export function createSessionModel(storage: Storage): SessionModel {
  const credentials = signal<Credentials>({ token: storage.getItem(STORAGE_KEY) ?? undefined });
  const isSignInNeeded = signal(false);
  return {
    credentials,
    isSignInNeeded,
    signIn(token) {
      storage.setItem(STORAGE_KEY, token);
      credentials.value = { token };
      isSignInNeeded.value = false;
    },
    reject(refused) {
      if (refused !== credentials.peek()) return;
      storage.removeItem(STORAGE_KEY);
      isSignInNeeded.value = true;
    },
  };
}
