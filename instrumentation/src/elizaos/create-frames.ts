import type { ContextStorage } from "../types.ts";
import type { Frame, Frames } from "./frame.ts";

/**
 * Creates the frames of one runtime. They travel in the context of the steps, each runtime's under a key of its own, so that
 * they stay apart where one agent asks another: a second AsyncLocalStorage beside that of the contexts would cost every promise
 * of the process 0.35 µs on Node 20.
 */
export function createFrames(contextStorage: ContextStorage): Frames {
  const key = Symbol("Runline frame");
  return {
    current() {
      const frame = contextStorage.active().getValue(key);
      return isFrame(frame) ? frame : undefined;
    },
    within: (step, frame, fn) => contextStorage.with(step.context.setValue(key, frame), fn),
  };
}

/** Nobody else has the key. */
function isFrame(value: unknown): value is Frame {
  return typeof value === "object" && value !== null;
}
