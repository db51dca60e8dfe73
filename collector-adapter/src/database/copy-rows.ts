import type { ClientBase, Connection, Submittable } from "pg";
import type { RowCopy } from "./database.ts";

const COPY_DATA = "d".charCodeAt(0);
const COPY_DONE = Buffer.from("c\0\0\0\u0004", "latin1");
const LENGTH_BYTES = 4;

/**
 * Runs a `copy … from stdin`. Statement and rows go out together, without waiting for the server to ask for them: what it does not want
 * after an error, it reads past.
 */
export function copyRows(client: ClientBase, copy: RowCopy, timeoutMs?: number): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyQuery(copy, timeoutMs, (error) => (error ? reject(error) : resolve())));
  });
}

/** What `pg` takes for a query of its own. */
class CopyQuery implements Submittable {
  readonly #copy: RowCopy;
  readonly query_timeout: number | undefined;
  callback: (error?: Error | null) => void;

  constructor(copy: RowCopy, timeoutMs: number | undefined, callback: (error?: Error | null) => void) {
    this.#copy = copy;
    this.query_timeout = timeoutMs;
    this.callback = callback;
  }

  submit(connection: Connection): void {
    const { text, rows } = this.#copy;
    const { stream } = connection;
    const header = Buffer.allocUnsafe(1 + LENGTH_BYTES);
    header.writeUInt8(COPY_DATA, 0);
    header.writeInt32BE(LENGTH_BYTES + rows.length, 1);
    stream.cork();
    connection.query(text);
    stream.write(header);
    stream.write(rows);
    stream.write(COPY_DONE);
    stream.uncork();
  }

  handleCopyInResponse(): void {}

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null);
  }
}
