import { reportProblem, safely } from "../safely.ts";
import type { StepHandle } from "./step.ts";

/** Calls `fn` with the step active, and ends the step when `fn` is done, be it now or when its promise settles. */
export function withStep<Handle extends StepHandle, T>(step: Handle, fn: (step: Handle) => T): T {
  return observeCall(
    () => step.within(() => fn(step)),
    () => step.end(),
    (error) => step.fail(error),
  );
}

/**
 * Calls `call` and hands its value or its error through. Tells what came of it first: at once, or, when the value is a
 * promise, when that settles. What the tellers throw harms nobody.
 */
export function observeCall<T>(call: () => T, onValue: (value: unknown) => void, onError: (error: unknown) => void): T {
  let returned: T;
  try {
    returned = call();
  } catch (error) {
    tell(onError, error);
    throw error;
  }
  return observeValue(returned, onValue, onError);
}

function observeValue<T>(returned: T, onValue: (value: unknown) => void, onError: (error: unknown) => void): T;
function observeValue(
  returned: unknown,
  onValue: (value: unknown) => void,
  onError: (error: unknown) => void,
): unknown {
  if (!isThenable(returned)) {
    tell(onValue, returned);
    return returned;
  }
  if (isOwnKindOfPromise(returned)) {
    // A client's own kind of promise has methods that its caller needs, such as `withResponse()`: it stays what it is.
    const follow = (): void => void returned.then(tell.bind(undefined, onValue), tell.bind(undefined, onError));
    safely("following a promise", follow, undefined);
    return returned;
  }
  // Anything else is passed on by a promise of its own: a failure that nobody awaits still shows as one, and a query that
  // runs whenever it is awaited runs once.
  return Promise.resolve(returned).then(
    (value) => {
      tell(onValue, value);
      return value;
    },
    (error: unknown) => {
      tell(onError, error);
      throw error;
    },
  );
}

function tell(teller: (what: unknown) => void, what: unknown): void {
  try {
    teller(what);
  } catch (error) {
    reportProblem("observing a call failed; the agent is not affected.", error);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  try {
    return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
  } catch {
    // A member that cannot be read; whoever awaits the value will find out.
    return false;
  }
}

function isOwnKindOfPromise(value: PromiseLike<unknown>): boolean {
  return value instanceof Promise && value.constructor !== Promise;
}
