import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ensureBuilt } from "../../scripts/build.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What an agent installs. */
const PARTS = ["contract", "instrumentation"];

/**
 * Packs what `npm publish` would of the packages that an agent installs.
 *
 * @returns the archive of each in `folder`, by its folder in the workspace
 */
export async function packPackages(folder: string): Promise<Map<string, string>> {
  await ensureBuilt();
  const packed = await promisify(execFile)(
    "npm",
    ["pack", "--json", "--silent", "--pack-destination", folder, ...PARTS.flatMap((part) => ["-w", part])],
    { cwd: root, shell: process.platform === "win32" },
  );
  const made: { name: string; filename: string }[] = JSON.parse(packed.stdout);
  return new Map(made.map(({ name, filename }) => [name.replace("@runline/", ""), join(folder, filename)]));
}
