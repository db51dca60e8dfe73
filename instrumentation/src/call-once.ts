import { safely } from "./safely.ts";

/** What came of the call. A promise is a value. */
type Outcome<T> = { value: T } | { error: unknown };

/**
 * Calls `fn` by way of `carry`, which is the host's and may throw, call back twice, later or never: `fn` runs exactly once and
 * before this returns, and what it returns or throws is what comes out.
 */
export function callOnce<T>(carry: (call: () => void) => void, fn: () => T): T {
  const made: { outcome?: Outcome<T> } = {};
  let isCalled = false;
  function call(): void {
    if (isCalled) return;
    isCalled = true;
    try {
      made.outcome = { value: fn() };
    } catch (error) {
      made.outcome = { error };
    }
  }
  safely("carrying the context", () => carry(call), undefined);
  call();
  const { outcome } = made;
  if (outcome === undefined || "error" in outcome) throw outcome?.error;
  return outcome.value;
}
