import { AsyncLocalStorage } from "node:async_hooks";
import { listCallers } from "./list-callers.mjs";

const RUNLINE = /\/instrumentation\/(?:src|dist)\//;

/**
 * What the hooks of the plugin call themselves, by the name of the hooks' need. Each can be made to fail for Runline alone:
 * whoever else calls it gets what it always does.
 */
export const seams = {
  "reads what it is handed": () => [[Reflect, "get"]],
  "looks at an answer": () => [
    [Object, "getOwnPropertyDescriptor"],
    [Object, "entries"],
    [Object, "keys"],
  ],
  "asks for the time": () => [
    [Date, "now"],
    [performance, "now"],
  ],
  "looks up where it is": () => [[AsyncLocalStorage.prototype, "getStore"]],
  "remembers where it is": () => [[AsyncLocalStorage.prototype, "run"]],
  "asks the runtime": (runtime) => [
    [runtime, "getSetting"],
    [runtime, "getService"],
    [runtime, "getCurrentRunId"],
    [runtime.actions, "find"],
    [runtime.evaluators, "forEach"],
    [runtime.models, "get"],
  ],
  "keeps notes": () => [
    [Set.prototype, "add"], // neither maps nor weak maps: others call them millions of times
    [Set.prototype, "delete"],
  ],
  "writes down content": () => [[JSON, "stringify"]],
};

/**
 * Makes everything behind a seam throw when Runline calls it.
 *
 * @returns how often it threw, and a function that puts everything back
 */
export function sabotage(seam, runtime) {
  let thrown = 0;
  const restores = seams[seam](runtime).map(([owner, name]) => {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    const original = owner[name];
    Object.defineProperty(owner, name, {
      configurable: true,
      writable: true,
      value(...args) {
        if (RUNLINE.test(listCallers(1)[0])) {
          thrown += 1;
          throw new Error(`sabotaged ${name}`);
        }
        return original.apply(this, args);
      },
    });
    return () => (own === undefined ? delete owner[name] : Object.defineProperty(owner, name, own));
  });
  return {
    count: () => thrown,
    restore() {
      for (const restore of restores) restore();
    },
  };
}
