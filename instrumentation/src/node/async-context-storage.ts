import { ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "@opentelemetry/api";
import { globalContextStorage } from "../context-storage.ts";
import type { ContextStorage } from "../context-storage.ts";
import { getRunScope } from "../run-scope.ts";

/** A {@link ContextStorage} that holds on to the process from its first `with` until it is released. */
export interface AsyncContextStorage extends ContextStorage {
  /**
   * For when its steps are over: Node 20 charges every promise of the process for each AsyncLocalStorage in use (0.35 µs each).
   * What is still active is forgotten; a later `with` takes it up again.
   */
  release(): void;
}

/**
 * Carries the active step along by AsyncLocalStorage, whether or not the host has an OpenTelemetry context manager. When
 * it has one, that sees our steps too, so that its HTTP and SQL spans hang under them.
 *
 * @example const tracer = createRunTracer({ tracerProvider, contextStorage: createAsyncContextStorage() });
 */
export function createAsyncContextStorage(): AsyncContextStorage {
  const storage = new AsyncLocalStorage<Context>();
  return {
    active() {
      const global = globalContextStorage.active();
      if (global === ROOT_CONTEXT) return storage.getStore() ?? global; // no manager of the host's, or nothing in it: asked a hundred times a run
      // A global context that knows a step of ours is at least as deep as our own: the host may have started spans inside it.
      if (getRunScope(global) !== undefined) return global;
      const own = storage.getStore();
      if (own === undefined) return global;
      // Something that a run has left behind, a queue's worker perhaps, is in a span of the host's that has begun since.
      const isLeftBehind = getRunScope(own)?.run.isOpen === false && trace.getSpan(global) !== undefined;
      return isLeftBehind ? global : own;
    },
    with: (active, fn) => storage.run(active, withGlobal<ReturnType<typeof fn>>, active, fn),
    release: () => storage.disable(),
  };
}

/** Beside ours the host's context is the same. */
function withGlobal<T>(active: Context, fn: () => T): T {
  return globalContextStorage.with(active, fn);
}
