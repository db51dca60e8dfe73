import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { toErrorMessage } from "../process/to-error-message.ts";
import { DatabaseError } from "./database.ts";

/** A process that was killed keeps its files while its memory is given back, 0.1 s for a large one on a busy machine. */
const DYING_MS = 1_000;
const LOOK_AGAIN_MS = 50;

/** Lets the next process in. */
export type ReleaseLock = () => void;

/**
 * Makes sure that one process at a time uses a data directory: PGlite itself has no lock, and two of them on one
 * directory diverge silently.
 *
 * The lock is the kernel's, on the file `runline.lock`: it holds across containers, where process ids say nothing, ends
 * with its process however that ends, and is not copied with the directory. What the file says is for people. It is never
 * deleted: who still had the deleted one open would lock that, and the next the new one.
 *
 * @throws DatabaseError `DATA_DIR_IN_USE`, `DATA_DIR_UNUSABLE`
 */
export async function lockDataDir(dataDir: string): Promise<ReleaseLock> {
  const path = resolve(dataDir);
  const tryLock = await loadTryLock(path);
  const lockFile = join(path, "runline.lock");
  const fd = attempt(path, "cannot be used", () => {
    makeDirectory(path);
    return openSync(lockFile, "a+");
  });
  try {
    const lock = () =>
      attempt(path, "cannot be locked, and two Runlines on it would lose what they store", () => tryLock(fd));
    for (const since = performance.now(); !lock(); await sleep(LOOK_AGAIN_MS)) {
      if (performance.now() - since < DYING_MS) continue;
      throw new DatabaseError(
        "DATA_DIR_IN_USE",
        `The data directory ${path} is in use by ${readOwner(lockFile)}. ` +
          "Stop that Runline, or start this one with another --data-dir. Several can share a Postgres (--database-url).",
      );
    }
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  writeOwner(fd);
  return () => closeSync(fd);
}

/** Loaded when there is a directory to lock: who uses Postgres needs no part that is made for each platform. */
async function loadTryLock(path: string): Promise<(fd: number) => boolean> {
  try {
    return (await import("fs-native-extensions")).tryLock;
  } catch (error) {
    throw new DatabaseError(
      "DATA_DIR_UNUSABLE",
      `The data directory ${path} cannot be locked on this platform (${process.platform} ${process.arch}), and two Runlines ` +
        "on it would lose what they store. Use a Postgres (--database-url).",
      { cause: error },
    );
  }
}

function attempt<T>(path: string, trouble: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw new DatabaseError(
      "DATA_DIR_UNUSABLE",
      `The data directory ${path} ${trouble}: ${toErrorMessage(error)}. ` +
        "Choose a directory on a disk of this machine that this user may write to (--data-dir), or use a Postgres (--database-url).",
      { cause: error },
    );
  }
}

/** Not `mkdir` with `recursive`: Node 20 never returns from it below a folder like /proc, where nothing can be made. */
function makeDirectory(path: string): void {
  if (isDirectory(path)) return;
  if (dirname(path) !== path) makeDirectory(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 }); // what agents say is for their owner
  } catch (error) {
    if (!isDirectory(path)) throw error; // another start has made it meanwhile
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function writeOwner(fd: number): void {
  try {
    ftruncateSync(fd);
    writeSync(fd, `${process.pid} on ${hostname()} since ${new Date().toISOString()}\n`);
  } catch {
    // The disk is full. The lock holds without a name in it, and the database says itself what it cannot write.
  }
}

/** On Windows a locked file cannot be read; and the owner may not have written yet. */
function readOwner(lockFile: string): string {
  try {
    const owner = readFileSync(lockFile, "utf8").trim();
    return owner === "" ? "another process" : `process ${owner}`;
  } catch {
    return "another process";
  }
}
