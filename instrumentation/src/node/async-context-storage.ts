import { context } from "@opentelemetry/api";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "@opentelemetry/api";
import { getScope } from "../scope.ts";
import type { ContextStorage } from "../types.ts";

/**
 * Carries the active step along by AsyncLocalStorage, whether or not the host has an OpenTelemetry context manager. When
 * it has one, that sees our steps too, so that its HTTP and SQL spans hang under them.
 */
export function createAsyncContextStorage(): ContextStorage {
  const storage = new AsyncLocalStorage<Context>();
  return {
    active() {
      const global = context.active();
      // A global context that knows a step of ours is at least as deep as our own: the host may have started spans inside it.
      return getScope(global) === undefined ? (storage.getStore() ?? global) : global;
    },
    with: (active, fn) => storage.run(active, () => context.with(active, fn)),
  };
}
