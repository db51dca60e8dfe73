import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A file below a data directory. */
export interface DataFile {
  path: string;
  bytes: number;
  modifiedAt: number;
}

/** Files of a running server that mean nothing in a copy. */
const LEFT_OUT = new Set(["postmaster.pid", "postmaster.opts"]);
const CONTROL_FILE = join("global", "pg_control");
const WAL_FOLDER = "pg_wal";

/** All files that a copy needs. Those that vanish meanwhile are not among them. */
export async function listDataFiles(dataDir: string, folder = ""): Promise<DataFile[]> {
  const entries = (await unlessGone(readdir(join(dataDir, folder), { withFileTypes: true }))) ?? [];
  const found = entries.map(async (entry): Promise<DataFile[]> => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listDataFiles(dataDir, path);
    if (!entry.isFile() || LEFT_OUT.has(path)) return [];
    const file = await unlessGone(stat(join(dataDir, path)));
    return file ? [{ path, bytes: file.size, modifiedAt: file.mtimeMs }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** Changes when any of the files does. */
export function toFingerprint(files: readonly DataFile[]): string {
  const lines = files.map(({ path, bytes, modifiedAt }) => `${path} ${bytes} ${modifiedAt}`).sort();
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}

/**
 * Copies a Postgres data directory that may be in use. In the order of a base backup: the control file first, which says where
 * recovery begins, and the write-ahead log last, which then holds every change that was made to a file while it was copied.
 */
export async function copyDataDir(
  dataDir: string,
  files: readonly DataFile[],
  target: string,
  signal: AbortSignal,
): Promise<void> {
  for (const folder of await listFolders(dataDir)) await mkdir(join(target, folder), { recursive: true, mode: 0o700 });
  for (const { path } of files.toSorted((a, b) => toRank(a.path) - toRank(b.path))) {
    signal.throwIfAborted();
    const to = join(target, path);
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await unlessGone(copyFile(join(dataDir, path), to, constants.COPYFILE_FICLONE));
  }
}

function toRank(path: string): number {
  if (path === CONTROL_FILE) return 0;
  return path.startsWith(WAL_FOLDER) ? 2 : 1;
}

/** Postgres insists on its folders, the empty ones too. */
async function listFolders(dataDir: string, folder = ""): Promise<string[]> {
  const entries = await readdir(join(dataDir, folder), { withFileTypes: true });
  const below = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => listFolders(dataDir, join(folder, entry.name)));
  return [folder, ...(await Promise.all(below)).flat()];
}

/** What the work gives, or `undefined` when its file does not exist (any more). */
export async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
