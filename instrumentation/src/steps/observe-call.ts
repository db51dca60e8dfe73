/**
 * Calls `call` and hands its value or its error through. Tells what came of it first: at once, or, when the value is a
 * promise, when that settles.
 */
export function observeCall<T>(call: () => T, onValue: (value: unknown) => void, onError: (error: unknown) => void): T {
  let returned: T;
  try {
    returned = call();
  } catch (error) {
    onError(error);
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
    onValue(returned);
    return returned;
  }
  if (returned instanceof Promise && returned.constructor !== Promise) {
    // A client's own kind of promise has methods that its caller needs, such as `withResponse()`: it stays what it is.
    returned.then(onValue, onError);
    return returned;
  }
  // Anything else is passed on by a promise of its own: a failure that nobody awaits still shows as one, and a query that
  // runs whenever it is awaited runs once.
  return returned.then(
    (value) => {
      onValue(value);
      return value;
    },
    (error: unknown) => {
      onError(error);
      throw error;
    },
  );
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
