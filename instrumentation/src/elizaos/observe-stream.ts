import { read } from "./read.ts";

interface StreamObserver {
  onChunk(chunk: unknown): void;
  onEnd(): void;
  onError(error: unknown): void;
}

/** A stream under observation. */
export interface ObservedStream {
  /** Whether somebody has begun to iterate it, and so will see its end. */
  isBeingRead(): boolean;
}

/**
 * Watches whoever iterates the stream, in place: the stream stays the object it was.
 *
 * @returns `undefined` when it is not a stream that can be watched
 */
export function observeStream(stream: unknown, observer: StreamObserver): ObservedStream | undefined {
  if (!isAsyncIterable(stream)) return undefined;
  const iterate = stream[Symbol.asyncIterator].bind(stream);
  let isBeingRead = false;
  const isWatched = Reflect.defineProperty(stream, Symbol.asyncIterator, {
    configurable: true,
    writable: true,
    value: (...options: []) => {
      isBeingRead = true;
      return observeIterator(iterate(...options), observer);
    },
  });
  return isWatched ? { isBeingRead: () => isBeingRead } : undefined;
}

type Iteration = Promise<IteratorResult<unknown>>;

function observeIterator(iterator: AsyncIterator<unknown>, observer: StreamObserver): AsyncIterableIterator<unknown> {
  async function observe(iteration: Iteration): Iteration {
    try {
      const result = await iteration;
      if (read(result, "done") === true) observer.onEnd();
      else observer.onChunk(read(result, "value"));
      return result;
    } catch (error) {
      observer.onError(error);
      throw error;
    }
  }
  const observed: AsyncIterableIterator<unknown> = {
    next: (...args) => observe(iterator.next(...args)),
    // The reader stops early, as elizaOS does when a newer message aborts the stream.
    async return(value) {
      observer.onEnd();
      return (await iterator.return?.(value)) ?? { done: true, value };
    },
    [Symbol.asyncIterator]: () => observed,
  };
  const rethrow = iterator.throw?.bind(iterator);
  if (rethrow !== undefined) observed.throw = (error) => observe(rethrow(error));
  return observed;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, Symbol.asyncIterator) === "function";
}
