interface StreamObserver {
  onChunk(chunk: unknown): void;
  onEnd(): void;
  onError(error: unknown): void;
}

/**
 * Watches whoever iterates the stream, in place: the stream stays the object it was.
 *
 * @returns `false` when it is no stream that can be watched
 */
export function observeStream(stream: unknown, observer: StreamObserver): boolean {
  if (!isAsyncIterable(stream)) return false;
  const iterate = stream[Symbol.asyncIterator].bind(stream);
  return Reflect.defineProperty(stream, Symbol.asyncIterator, {
    configurable: true,
    writable: true,
    value: () => observeIterator(iterate(), observer),
  });
}

function observeIterator(iterator: AsyncIterator<unknown>, observer: StreamObserver): AsyncIterableIterator<unknown> {
  const observed: AsyncIterableIterator<unknown> = {
    async next() {
      try {
        const result = await iterator.next();
        if (result.done === true) observer.onEnd();
        else observer.onChunk(result.value);
        return result;
      } catch (error) {
        observer.onError(error);
        throw error;
      }
    },
    // The reader stops early, as elizaOS does when a newer message aborts the stream.
    async return(value) {
      observer.onEnd();
      return (await iterator.return?.(value)) ?? { done: true, value };
    },
    [Symbol.asyncIterator]: () => observed,
  };
  return observed;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, Symbol.asyncIterator) === "function";
}
