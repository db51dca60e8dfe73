import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Client } from "pg";
import { toErrorMessage } from "../process/to-error-message.ts";
import { SILENT_CHANNEL } from "./channel.ts";
import { copyRows } from "./copy-rows.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { createTurns } from "./create-turns.ts";
import { DatabaseError, type Database, type Statement, type Transaction } from "./database.ts";
import { checkpointWhenDue } from "./pglite-checkpoint.ts";
import { PGliteStream } from "./pglite-stream.ts";
import { createStorageCheck } from "./storage-check.ts";

/** While spans are stored, a question would only wait for its turn among them. */
const COMMIT_COUNTS_MS = 2_000;
/** How often the length of the write-ahead log is looked at, while something is written. */
const LOOK_AT_LOG_MS = 5_000;
/** A disk with less room left than this counts as full. */
const PROBE_BYTES = 1024 * 1024;

/** How the embedded Postgres keeps what is committed. */
export interface PGliteOptions {
  /** Whether that survives a power cut, as in Postgres, and not only the end of the process. @defaultValue false */
  isDurable?: boolean | undefined;
}

/**
 * Opens the embedded Postgres whose files are under `dataDir`, and makes them on first use (3 to 8 s). PGlite is one session, so
 * statements and transactions wait for each other.
 *
 * @param onCrash - called when PGlite ends by itself later on; from then on every statement fails
 * @throws DatabaseError `DATA_DIR_IN_USE`, `DATA_DIR_UNUSABLE`
 */
export async function openPGlite(
  dataDir: string,
  onCrash: (error: DatabaseError) => void,
  { isDurable = false }: PGliteOptions = {},
): Promise<Database> {
  const releaseLock = await lockDataDir(dataDir);
  const worker = new Worker(new URL("./pglite-worker.js", import.meta.url), {
    workerData: { dataDir: join(dataDir, "pglite"), isDurable },
  });
  let isClosing = false;
  let lastError: unknown;
  worker.on("error", (error) => (lastError = error)); // an exit follows
  const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  try {
    await waitUntilReady(worker);
  } catch (error) {
    await exited; // until then the thread may write
    releaseLock();
    throw new DatabaseError(
      "DATA_DIR_UNUSABLE",
      `The database under ${dataDir} cannot be opened: ${toErrorMessage(error)}. ` +
        "If it is broken, move the directory away and start again.",
      { cause: error },
    );
  }
  worker.once("exit", () => {
    if (isClosing) return;
    const reason = lastError === undefined ? "it ended without a word" : toErrorMessage(lastError);
    const message = `The embedded database has crashed: ${reason}. What was acknowledged is in ${dataDir}; start Runline again.`;
    onCrash(new DatabaseError("CRASHED", message, { cause: lastError }));
  });
  const client = new Client({
    stream: () => new PGliteStream(worker),
    user: "postgres",
    database: "postgres",
    host: "pglite",
  });
  client.on("error", () => {}); // the failed statement reports it; without a listener the process would end
  await client.connect();

  const session: Transaction = {
    async query<Row>(statement: Statement): Promise<Row[]> {
      return (await client.query({ ...statement, values: [...(statement.values ?? [])] })).rows;
    },
    copy: (rows) => copyRows(client, rows),
  };
  const turns = createTurns();

  let hasWritten = false;
  const lookingAtLog = setInterval(() => {
    if (!hasWritten) return;
    hasWritten = false;
    void turns.write(() => storage.watchOther(() => checkpointWhenDue(session))).catch(() => {}); // who stores spans is told
  }, LOOK_AT_LOG_MS).unref();

  async function inTransaction<T>(work: (session: Transaction) => Promise<T>): Promise<T> {
    hasWritten = true;
    await session.query({ text: "begin" });
    try {
      const result = await work(session);
      await session.query({ text: "commit" });
      return result;
    } catch (error) {
      await session.query({ text: "rollback" });
      throw error;
    }
  }

  const storage = createStorageCheck({
    ask: async () => void (await turns.read(() => session.query({ text: "select 1" }))),
    probe: () => writeAndRemove(join(dataDir, "storage-probe"), PROBE_BYTES),
    commitCountsMs: COMMIT_COUNTS_MS,
  });

  return {
    engine: "pglite",
    query: (statement) => turns.read(() => storage.watchOther(() => session.query(statement))),
    transaction: (work, { storesSpans = false } = {}) => {
      const run = () => inTransaction(work);
      return turns.write(() => (storesSpans ? storage.watchSpans(run) : storage.watchOther(run)));
    },
    checkStorage: () => storage.check(),
    openChannel: () => SILENT_CHANNEL, // nobody else can have it open
    close: () =>
      turns.write(async () => {
        isClosing = true;
        clearInterval(lookingAtLog);
        worker.postMessage("close");
        await exited;
        releaseLock();
      }),
  };
}

async function writeAndRemove(file: string, bytes: number): Promise<void> {
  try {
    await writeFile(file, Buffer.alloc(bytes, "x"));
  } finally {
    await rm(file, { force: true });
  }
}

function waitUntilReady(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once("message", () => {
      worker.off("error", reject);
      resolve();
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("its thread has ended")));
  });
}
