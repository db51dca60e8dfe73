import { Duplex } from "node:stream";
import type { Worker } from "node:worker_threads";

/**
 * A socket for `pg` that leads to a PGlite worker. Each write holds whole protocol messages up to a Sync, because `pg`
 * corks a query; PGlite answers such a group as one.
 */
export class PGliteStream extends Duplex {
  readonly #worker: Worker;
  #written: ((error?: Error) => void) | undefined;

  constructor(worker: Worker) {
    super();
    this.#worker = worker;
    worker.on("message", (answer: Uint8Array) => {
      if (answer.length > 0) this.push(Buffer.from(answer.buffer, answer.byteOffset, answer.length));
      const written = this.#written;
      this.#written = undefined;
      written?.();
    });
    worker.on("exit", () => this.destroy());
  }

  connect(): this {
    process.nextTick(() => this.emit("connect"));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error) => void): void {
    this.#send(chunk, callback);
  }

  override _writev(chunks: { chunk: Buffer }[], callback: (error?: Error) => void): void {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), callback);
  }

  #send(messages: Buffer, callback: (error?: Error) => void): void {
    this.#written = callback;
    this.#worker.postMessage(messages);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#written?.(error ?? new Error("PGlite has stopped."));
    this.#written = undefined;
    callback(error);
  }
}
