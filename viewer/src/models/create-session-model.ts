import { signal, type ReadonlySignal } from "@preact/signals";

/** What was asked from one sign-in to the next belongs to one visit. */
type Visit = object;

/** Whether the server lets this browser in. By what, only the browser knows: a cookie that no script reads. */
export interface SessionModel {
  /** A new object with each sign-in, so that everything is asked anew. */
  visit: ReadonlySignal<Visit>;
  /** `true` from the first 401 until somebody has signed in. */
  isSignInNeeded: ReadonlySignal<boolean>;
  /** Called when somebody has signed in. */
  begin(): void;
  /** Called when the server answers 401 to a request of that visit. A late answer to an earlier one says nothing. */
  end(visit: Visit): void;
}

/** Makes the session of a page. */
export function createSessionModel(): SessionModel {
  const visit = signal<Visit>({});
  const isSignInNeeded = signal(false);
  return {
    visit,
    isSignInNeeded,
    begin() {
      visit.value = {};
      isSignInNeeded.value = false;
    },
    end(ended) {
      if (ended === visit.peek()) isSignInNeeded.value = true;
    },
  };
}
