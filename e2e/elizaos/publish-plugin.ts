import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { packPackages } from "../support/pack-packages.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The plugin as its users get it. */
export interface PublishedPlugin {
  /** What to import. */
  readonly url: string;
  remove(): Promise<void>;
}

/**
 * Packs what `npm publish` would, unpacks it into a folder of its own and takes what it depends on from the workspace: no
 * sources, no loader, no condition of ours, and no registry.
 */
export async function publishPlugin(): Promise<PublishedPlugin> {
  const home = await mkdtemp(join(tmpdir(), "runline-published-"));
  for (const [part, archive] of await packPackages(home)) await unpack(part, archive, home);
  const plugin = join(home, "plugin.mjs"); // looks for it where it is installed
  await writeFile(plugin, 'export * from "@runline/instrumentation/elizaos";\n');
  return {
    url: pathToFileURL(plugin).href,
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

async function unpack(part: string, archive: string, home: string): Promise<void> {
  const target = join(home, "node_modules/@runline", part);
  await mkdir(target, { recursive: true });
  await promisify(execFile)("tar", ["-xzf", archive, "-C", target, "--strip-components=1"]);

  const manifest: { dependencies?: object; peerDependencies?: object } = JSON.parse(
    await readFile(join(target, "package.json"), "utf8"),
  );
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    if (name.startsWith("@runline/")) continue;
    const link = join(home, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, "node_modules", name), link, "junction");
  }
}
