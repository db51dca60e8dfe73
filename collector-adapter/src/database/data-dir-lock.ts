import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isProcessAlive } from "../process/is-process-alive.ts";
import { toErrorMessage } from "../process/to-error-message.ts";
import { DatabaseError } from "./database.ts";

/** Lets the next process in. */
export type ReleaseLock = () => void;

/**
 * Makes sure that one process at a time uses a data directory: PGlite itself has no lock, and two of them on one
 * directory diverge silently. A lock left behind by a process that is gone (kill -9) is taken over.
 */
export function lockDataDir(dataDir: string): ReleaseLock {
  const lockFile = join(dataDir, "runline.lock");
  try {
    makeDirectory(resolve(dataDir));
  } catch (error) {
    throw new DatabaseError(
      "DATA_DIR_UNUSABLE",
      `The data directory ${resolve(dataDir)} cannot be made: ${toErrorMessage(error)}`,
      {
        cause: error,
      },
    );
  }
  for (;;) {
    try {
      writeFileSync(lockFile, `${process.pid}\n`, { flag: "wx" });
      return () => rmSync(lockFile, { force: true });
    } catch (error) {
      if (!hasCode(error, "EEXIST")) {
        throw new DatabaseError(
          "DATA_DIR_UNUSABLE",
          `The data directory ${resolve(dataDir)} cannot be written: ${toErrorMessage(error)}`,
          {
            cause: error,
          },
        );
      }
      const found = readLock(lockFile);
      const owner = parseOwner(found);
      if (owner !== undefined && owner !== process.pid && isProcessAlive(owner)) {
        throw new DatabaseError(
          "DATA_DIR_IN_USE",
          `The data directory ${resolve(dataDir)} is in use by process ${owner}. ` +
            `Stop that Runline, or start this one with another --data-dir. (If process ${owner} is no Runline, delete ${lockFile}.)`,
        );
      }
      moveAside(lockFile, found);
    }
  }
}

/**
 * Takes a lock of nobody away. By renaming it, so that of several processes only one does; should it be somebody's by now,
 * it goes back.
 */
function moveAside(lockFile: string, expected: string | undefined): void {
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return; // another process was first
    throw error;
  }
  if (readLock(aside) !== expected) renameSync(aside, lockFile);
  else rmSync(aside);
}

/** Not `mkdir` with `recursive`: Node 20 never returns from it below a folder like /proc, where nothing can be made. */
function makeDirectory(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (hasCode(error, "EEXIST") && statSync(path).isDirectory()) return;
    if (!hasCode(error, "ENOENT") || dirname(path) === path) throw error;
    makeDirectory(dirname(path));
    mkdirSync(path);
  }
}

function readLock(lockFile: string): string | undefined {
  try {
    return readFileSync(lockFile, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined; // released meanwhile
    throw error;
  }
}

function parseOwner(lock: string | undefined): number | undefined {
  const pid = Number.parseInt(lock ?? "", 10);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
