import { reportProblem } from "../report-problem.ts";

/** Marks a function that is wrapped already, also by another copy of this package. */
const WRAPPED = Symbol.for("runline.wrapped");

/** What the wrapped function was called with; `proceed` calls the original. */
export interface WrappedCall {
  /** The object it was called on, which is not the wrapped one when that has been derived from. */
  self: unknown;
  args: unknown[];
  proceed: () => unknown;
}

/**
 * Puts `around` about the method `name` of `target`, in place, so that the object keeps its identity. Should `around` fail before
 * it has called `proceed`, the original is called all the same. Does nothing when the method is wrapped already, since elizaOS
 * shares the objects of a plugin between runtimes, nor when somebody has put a wrapper of his own about ours. What is frozen,
 * and a method that a getter makes, stay as they are.
 */
export function wrapOnce(target: object, name: string, around: (call: WrappedCall) => unknown): void {
  const mark = Symbol.for(`runline.wrapped.${name}`);
  if (Object.hasOwn(target, mark)) return;
  const descriptor = findDescriptor(target, name);
  const original: unknown = descriptor?.value;
  if (!isFunction(original) || WRAPPED in original) return;
  // A method of the class does not turn into a member that shows up in copies of the object.
  const own = Reflect.getOwnPropertyDescriptor(target, name) ?? {
    writable: true,
    configurable: true,
    enumerable: false,
  };
  const wrapped = wrapFunction(original, name, around);
  if (Reflect.defineProperty(target, name, { ...own, value: wrapped })) {
    Reflect.defineProperty(target, mark, { value: true });
  } else {
    reportProblem(`${name} cannot be observed, the object is frozen.`);
  }
}

type AnyFunction = (...args: unknown[]) => unknown;

function wrapFunction(original: AnyFunction, name: string, around: (call: WrappedCall) => unknown): AnyFunction {
  function wrapped(this: unknown, ...args: unknown[]): unknown {
    let hasProceeded = false;
    const proceed = (): unknown => {
      hasProceeded = true;
      return Reflect.apply(original, this, args);
    };
    try {
      return around({ self: this, args, proceed });
    } catch (error) {
      if (hasProceeded) throw error;
      reportProblem(`observing ${name} failed; the agent is not affected.`, error);
      return proceed();
    }
  }
  // Whoever looks at the handler finds its name, its number of parameters and what else has been put on it.
  Object.defineProperties(wrapped, { ...Object.getOwnPropertyDescriptors(original), [WRAPPED]: { value: true } });
  return wrapped;
}

function findDescriptor(target: object, name: string): PropertyDescriptor | undefined {
  for (let owner: object | null = target; owner !== null; owner = Reflect.getPrototypeOf(owner)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(owner, name);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === "function";
}
