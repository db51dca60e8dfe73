import { diag } from "@opentelemetry/api";

/** Marks a function that is wrapped already, also by another copy of this package. */
const WRAPPED = Symbol.for("runline.wrapped");

/** What the wrapped function was called with; `proceed` calls the original. */
export interface WrappedCall {
  args: unknown[];
  proceed: () => unknown;
}

/**
 * Puts `around` about the method `name` of `target`, in place, so that the object keeps its identity. Does nothing when it is
 * wrapped already: elizaOS shares the objects of a plugin between runtimes.
 */
export function wrapOnce(target: object, name: string, around: (call: WrappedCall) => unknown): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== "function" || WRAPPED in original) return;
  const wrapped = function (this: unknown, ...args: unknown[]): unknown {
    return around({ args, proceed: (): unknown => Reflect.apply(original, this, args) });
  };
  // Whoever looks at the handler finds its name, its number of parameters and what else has been put on it.
  Object.defineProperties(wrapped, { ...Object.getOwnPropertyDescriptors(original), [WRAPPED]: { value: true } });
  if (!Reflect.set(target, name, wrapped)) {
    diag.warn(`Runline: ${name} cannot be observed, the object is frozen.`);
  }
}
