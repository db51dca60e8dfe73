import { Client, type Connection, type Submittable } from "pg";

const CHUNK_BYTES = 64 * 1024;

/**
 * Copies the rows of `logs` into a table of the same form, as `\copy` of psql does: text, over one connection, in one transaction. Gives
 * the rows a second.
 */
export async function copyLogs(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const text = await copyOut(client, "copy (select * from logs order by run_id) to stdout");
  await client.query("create table copied_logs (like logs including all) partition by range (started_at)");
  const days = await client.query<{ name: string; bounds: string }>(`
    select relname as name, pg_get_expr(relpartbound, pg_class.oid) as bounds
    from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = 'logs'::regclass`);
  for (const { name, bounds } of days.rows) {
    await client.query(`create table copied_${name} partition of copied_logs ${bounds}`);
  }
  const startedAt = performance.now();
  await copyIn(client, "copy copied_logs from stdin", text);
  const seconds = (performance.now() - startedAt) / 1000;
  const counted = await client.query<{ rows: number }>("select count(*)::int as rows from copied_logs");
  await client.query("drop table copied_logs");
  await client.end();
  return (counted.rows[0]?.rows ?? Number.NaN) / seconds;
}

function copyOut(client: Client, statement: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const copy = new Copy(
    (connection) => connection.query(statement),
    (chunk) => chunks.push(Buffer.from(chunk)),
  );
  client.query(copy);
  return copy.done.then(() => Buffer.concat(chunks));
}

function copyIn(client: Client, statement: string, data: Buffer): Promise<void> {
  const copy = new Copy((connection) => {
    connection.query(statement);
    for (let at = 0; at < data.length; at += CHUNK_BYTES) {
      const chunk = data.subarray(at, at + CHUNK_BYTES);
      const header = Buffer.from("d\0\0\0\0", "latin1");
      header.writeInt32BE(chunk.length + 4, 1);
      connection.stream.write(header);
      connection.stream.write(chunk);
    }
    connection.stream.write(Buffer.from("c\0\0\0\x04", "latin1"));
  });
  client.query(copy);
  return copy.done;
}

/** A statement of the simple protocol with the data that belongs to it. */
class Copy implements Submittable {
  readonly done: Promise<void>;
  callback: (error?: Error) => void = () => {};
  readonly #submit: (connection: Connection) => void;
  readonly #onData: (chunk: Buffer) => void;

  constructor(submit: (connection: Connection) => void, onData: (chunk: Buffer) => void = () => {}) {
    this.#submit = submit;
    this.#onData = onData;
    this.done = new Promise((resolve, reject) => {
      this.callback = (error) => (error ? reject(error) : resolve());
    });
  }

  submit(connection: Connection): void {
    this.#submit(connection);
  }

  handleCopyInResponse(): void {}
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    this.#onData(chunk);
  }
  handleCommandComplete(): void {}
  handleError(error: Error): void {
    this.callback(error);
  }
  handleReadyForQuery(): void {
    this.callback();
  }
}
