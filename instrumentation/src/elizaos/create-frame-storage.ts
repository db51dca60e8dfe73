import { AsyncLocalStorage } from "node:async_hooks";
import type { Frame, Frames } from "./frame.ts";

/** The frames of all runtimes that one plugin observes. */
export interface FrameStorage {
  /** Frames of a further runtime: those of the others stay as they are, also where one agent asks another. */
  createFrames(): Frames;
  /** For when all agents have stopped: what is on its way has no frame any more. A later run takes it up again. */
  release(): void;
}

/**
 * Creates one storage for any number of runtimes: Node 20 charges every promise of the process for each AsyncLocalStorage in
 * use (0.35 µs each), so that one for each agent would slow down all the others.
 */
export function createFrameStorage(): FrameStorage {
  const storage = new AsyncLocalStorage<ReadonlyMap<Frames, Frame>>();
  return {
    createFrames() {
      const frames: Frames = {
        getStore: () => storage.getStore()?.get(frames),
        run: (frame, fn) => storage.run(new Map(storage.getStore()).set(frames, frame), fn),
      };
      return frames;
    },
    release: () => storage.disable(),
  };
}
