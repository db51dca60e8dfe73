import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
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
      `The data directory ${resolve(dataDir)} cannot be made: ${toMessage(error)}`,
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
          `The data directory ${resolve(dataDir)} cannot be written: ${toMessage(error)}`,
          {
            cause: error,
          },
        );
      }
      const owner = readOwner(lockFile);
      if (owner !== undefined && owner !== process.pid && isAlive(owner)) {
        throw new DatabaseError(
          "DATA_DIR_IN_USE",
          `The data directory ${resolve(dataDir)} is in use by process ${owner}. ` +
            `Stop that Runline, or start this one with another --data-dir. (If process ${owner} is no Runline, delete ${lockFile}.)`,
        );
      }
      rmSync(lockFile, { force: true });
    }
  }
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

function readOwner(lockFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(lockFile, "utf8"), 10);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined; // released meanwhile
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM"); // alive, but another user's
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
