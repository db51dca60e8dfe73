// PGlite with fsync. Postgres in it knows when which file must be on the disk; its file system answers that with nothing, and PGlite
// therefore starts Postgres with fsync off. Plain JavaScript, since the thread of PGlite loads it from src and from dist.
import { closeSync, fdatasyncSync, fstatSync, fsyncSync, openSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

const IS_WINDOWS = process.platform === "win32";

/** Postgres's own parameters as PGlite has them, but that fsync is on; of its ways to sync the log, `fsync` alone calls the file system. */
const START_PARAMS = [...PGlite.defaultStartParams.filter((param) => param !== "-F"), "-c", "wal_sync_method=fsync"];

/**
 * Opens or makes the database under a directory. From then on each commit is on the disk when it is answered, and the files of
 * tables are so before the log that has their changes is thrown away: what survives a power cut is what survives it in Postgres.
 *
 * @param {string} dataDir
 * @returns {Promise<PGlite>}
 */
export async function openDurablePGlite(dataDir) {
  const database = await PGlite.create({ fs: new SyncedFs(dataDir), startParams: START_PARAMS });
  syncTree(dataDir); // what was written before: by an opening without fsync, or by what makes a database
  syncDirectory(dirname(dataDir));
  return database;
}

class SyncedFs extends NodeFS {
  /** @override @type {NodeFS["init"]} */
  async init(database, options) {
    const { emscriptenOpts } = await super.init(database, options);
    const preRun = [...(emscriptenOpts.preRun ?? []), addFsync];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}

/** Emscripten calls `fsync` of a file system that has one. What fails becomes an error of Postgres, which stops at one that it cannot survive. */
function addFsync(/** @type {any} */ { NODEFS }) {
  NODEFS.stream_ops.fsync = (/** @type {{ nfd: number }} */ { nfd }) => NODEFS.tryFSOperation(() => sync(nfd));
}

/** All files below a directory, and what is in which. */
function syncTree(/** @type {string} */ path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) syncTree(inside);
    else if (entry.isFile()) syncPath(inside, "r+");
  }
  syncDirectory(path);
}

function syncDirectory(/** @type {string} */ path) {
  if (!IS_WINDOWS) syncPath(path, "r");
}

function syncPath(/** @type {string} */ path, /** @type {string} */ flags) {
  const fd = openSync(path, flags);
  try {
    sync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Data and size of a file, without its times; of a directory, which Windows does by itself, what is in it. */
function sync(/** @type {number} */ fd) {
  if (!fstatSync(fd).isDirectory()) fdatasyncSync(fd);
  else if (!IS_WINDOWS) fsyncSync(fd);
}
