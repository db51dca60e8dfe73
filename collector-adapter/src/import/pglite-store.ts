import { rmSync } from "node:fs";
import { lstat, mkdtemp, readdir, readFile, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { PGlite } from "pglite-elizaos";
import { copyDataDir, listDataFiles, toFingerprint, unlessGone, type DataFile } from "./copy-data-dir.ts";
import { isProcessAlive } from "../process/is-process-alive.ts";
import { toErrorMessage } from "../process/to-error-message.ts";
import { ImportError } from "./import-error.ts";
import { BEGIN_READING, type LogStore, type UnknownRow } from "./log-store.ts";

/** The Postgres inside of elizaOS's PGlite, which is 0.3 with elizaOS 1.7 and 0.4 with 2.0; another version cannot open its files. */
const POSTGRES_VERSION = "17";
/** The database in the directory that PGlite 0.4 uses; 0.3 uses `template1`. */
const DATABASE_OF_0_4 = "postgres";
const MIN_POLL_MS = 5_000;
/** Recovery after opening writes to the copy. */
const SPARE_BYTES = 64 * 1024 * 1024;
const MIB = 1024 * 1024;
/** Copies are named after the process that they belong to. */
const COPY_PREFIX = "runline-import-";
const COPY_NAME = /^runline-import-(\d+)-/;

/**
 * elizaOS's embedded database. Opening it would write to it, and the agent may be using it: each session is a copy in the
 * system's folder for temporary files, deleted at its end.
 *
 * @param say - told in one line what takes time
 */
export function createPGliteStore(directory: string, say: (line: string) => void): LogStore {
  const dataDir = resolve(directory);
  let copied: string | undefined;

  return {
    description: dataDir,

    async openSession(signal) {
      await checkVersion(dataDir);
      const asOf = Date.now(); // what is written while it is copied may be missing
      const files = await listDataFiles(dataDir);
      await checkSpace(files);
      if (copied === undefined)
        say(`Copying ${dataDir} (${toMib(files)} MiB) to ${tmpdir()}; the original is left alone.`);
      await removeOrphans();
      const copy = await mkdtemp(join(tmpdir(), `${COPY_PREFIX}${process.pid}-`));
      const remove = () => rmSync(copy, { recursive: true, force: true });
      process.once("exit", remove); // however the process ends
      try {
        await copyDataDir(dataDir, files, copy, signal);
        const database = await openCopy(copy);
        copied = toFingerprint(files);
        return {
          asOf,
          async query(text, values = []) {
            try {
              return (await database.query<UnknownRow>(text, [...values])).rows;
            } catch (error) {
              throw toUnusable(dataDir, error);
            }
          },
          async close() {
            try {
              await database.close();
            } finally {
              process.off("exit", remove);
              remove();
            }
          },
        };
      } catch (error) {
        process.off("exit", remove);
        remove();
        signal.throwIfAborted();
        throw error instanceof ImportError ? error : toUnusable(dataDir, error);
      }
    },

    minPollMs: MIN_POLL_MS,
    hasChanged: async () => toFingerprint(await listDataFiles(dataDir)) !== copied,
  };
}

/** Deletes the copies of imports that were killed: what is in them is nobody's business. */
async function removeOrphans(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = COPY_NAME.exec(name) ?? [];
    if (pid === undefined || isProcessAlive(Number(pid))) continue;
    const path = join(tmpdir(), name);
    if (await isOwn(path)) rmSync(path, { recursive: true, force: true });
  }
}

/** The folder for temporary files is everybody's: what others left there cannot be deleted, and need not be. */
async function isOwn(path: string): Promise<boolean> {
  const found = await unlessGone(lstat(path));
  return found !== undefined && (process.getuid === undefined || found.uid === process.getuid());
}

/** Loaded here and not at the top: the server has no use for its 22 MB. */
async function openCopy(copy: string): Promise<PGlite> {
  const { PGlite } = await import("pglite-elizaos");
  let database = await PGlite.create(copy);
  if (!(await hasLogs(database))) {
    await database.close();
    database = await PGlite.create(copy, { database: DATABASE_OF_0_4 });
  }
  for (const statement of BEGIN_READING) await database.query(statement);
  return database;
}

async function hasLogs(database: PGlite): Promise<boolean> {
  const { rows } = await database.query("select from pg_class where oid = to_regclass('logs')");
  return rows.length > 0;
}

async function checkVersion(dataDir: string): Promise<void> {
  let version: string;
  try {
    version = (await readFile(join(dataDir, "PG_VERSION"), "utf8")).trim();
  } catch (error) {
    throw new ImportError(
      "SOURCE_UNREACHABLE",
      `${dataDir} is not a PGlite directory (${toErrorMessage(error)}). ` +
        "Give the folder that has a file PG_VERSION in it, with elizaOS's settings .eliza/.elizadb, or a postgres:// address.",
      { cause: error },
    );
  }
  if (version === POSTGRES_VERSION) return;
  throw new ImportError(
    "SOURCE_UNUSABLE",
    `${dataDir} was made by Postgres ${version}; elizaOS 1.7 and 2.0 make Postgres ${POSTGRES_VERSION}. ` +
      "Start a server of that version on it and give its postgres:// address.",
  );
}

async function checkSpace(files: readonly DataFile[]): Promise<void> {
  const needed = files.reduce((sum, { bytes }) => sum + bytes, SPARE_BYTES);
  const { bavail, bsize } = await statfs(tmpdir());
  if (bavail * bsize >= needed) return;
  const free = Math.floor((bavail * bsize) / MIB);
  throw new ImportError(
    "SOURCE_UNUSABLE",
    `The database is copied before it is read, which needs ${Math.ceil(needed / MIB)} MiB in ${tmpdir()}; ${free} MiB are free. ` +
      "Free some, or set TMPDIR to a folder with more.",
  );
}

function toMib(files: readonly DataFile[]): number {
  return Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 0) / MIB);
}

function toUnusable(dataDir: string, error: unknown): ImportError {
  return new ImportError(
    "SOURCE_UNUSABLE",
    `A copy of ${dataDir} cannot be read: ${toErrorMessage(error)}. If its agent is writing a lot just now, try again, or stop it for the copy.`,
    { cause: error, retryAfterMs: 0 },
  );
}
