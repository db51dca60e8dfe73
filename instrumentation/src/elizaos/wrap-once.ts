import { AsyncLocalStorage } from "node:async_hooks";
import { reportProblem } from "../safely.ts";

/** Marks a function that is wrapped already, also by another copy of this package. */
const WRAPPED = Symbol.for("runline.wrapped");

/** Objects that took no wrapper, each told of once: handlers of models are looked at with every call. */
const frozen = new WeakSet<object>();

/** What the wrapped function was called with; `proceed` calls the original. */
export interface WrappedCall {
  /** The object whose method was wrapped. */
  target: object;
  /** The object it was called on, which is not the wrapped one when that has been derived from. */
  self: unknown;
  args: unknown[];
  proceed: () => unknown;
}

type AnyFunction = (...args: unknown[]) => unknown;
type Around = (call: WrappedCall) => unknown;

/** The wrappers about one method: one, and one more each time that somebody has put a function of his own in its place. */
interface Layers {
  count: number;
  /** Inside of a call: the outermost wrapper, which is the one that observes it. */
  readonly observing: AsyncLocalStorage<number>;
}

/**
 * Puts `around` about the method `name` of `target`, in place, so that the object keeps its identity. Should `around` fail before
 * it has called `proceed`, the original is called all the same. Does nothing when the method is wrapped already: elizaOS shares
 * the objects of a plugin between runtimes. When somebody has replaced it since, be it by a wrapper about ours, each call is
 * still observed once. What is frozen, and a method that a getter makes, stay as they are.
 *
 * @returns whether calls of the method are observed
 */
export function wrapOnce(target: object, name: string, around: Around): boolean {
  if (frozen.has(target)) return false;
  const original: unknown = findDescriptor(target, name)?.value;
  if (!isFunction(original)) return false;
  if (WRAPPED in original) return true;
  const layers = getLayers(target, name);
  layers.count += 1;
  const wrapped = wrapFunction(original, { target, name, layers }, around);
  // A method of the class does not turn into a member that shows up in copies of the object.
  const own = Reflect.getOwnPropertyDescriptor(target, name);
  const place = own ?? { writable: true, configurable: true, enumerable: false };
  const isInPlace = Reflect.defineProperty(target, name, { ...place, value: wrapped });
  if (!isInPlace) {
    frozen.add(target);
    reportProblem(`${name} cannot be observed, the object is frozen.`);
  }
  return isInPlace;
}

function getLayers(target: object, name: string): Layers {
  const key = Symbol.for(`runline.wrapped.${name}`);
  const known: unknown = Reflect.getOwnPropertyDescriptor(target, key)?.value;
  if (isLayers(known)) return known;
  const layers: Layers = { count: 0, observing: new AsyncLocalStorage() };
  Reflect.defineProperty(target, key, { value: layers });
  return layers;
}

/** Lets a wrapper observe unless one further out does. */
function observeOutermost({ observing }: Layers, layer: number, around: Around, call: WrappedCall): unknown {
  if ((observing.getStore() ?? 0) > layer) return call.proceed();
  return around({ ...call, proceed: () => observing.run(layer, call.proceed) });
}

function wrapFunction(
  original: AnyFunction,
  { target, name, layers }: { target: object; name: string; layers: Layers },
  around: Around,
): AnyFunction {
  const layer = layers.count;
  function wrapped(this: unknown, ...args: unknown[]): unknown {
    let hasProceeded = false;
    const proceed = (): unknown => {
      hasProceeded = true;
      return Reflect.apply(original, this, args);
    };
    try {
      const call = { target, self: this, args, proceed };
      return layers.count === 1 ? around(call) : observeOutermost(layers, layer, around, call);
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

function isLayers(value: unknown): value is Layers {
  return typeof value === "object" && value !== null && "count" in value && "observing" in value;
}
