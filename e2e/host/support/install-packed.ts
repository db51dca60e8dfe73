import { execFile } from "node:child_process";
import { cp, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** What a module of the host gets, from where the packages are installed. */
const PACKAGES = `
export * as api from "@opentelemetry/api";
export { createRunTracer } from "@runline/instrumentation";
export { startTelemetry } from "@runline/instrumentation/node";
export { createRunlinePlugin } from "@runline/instrumentation/elizaos";
`;
/** The host's SDK apart: a Node that runs the packages need not run it. */
const SDK = `
export * as api from "@opentelemetry/api";
export { NodeSDK } from "@opentelemetry/sdk-node";
`;

/** A host's project, far from the workspace, with the packages that `npm publish` would publish. */
export interface InstalledProject {
  /** Module that exports what the packages and the API beside them do. */
  readonly packages: string;
  /** Module that exports the host's `NodeSDK`, and the API beside that. */
  readonly sdk: string;
  /** What npm has written: nothing but what it has added when it had nothing to complain of. */
  readonly output: string;
  remove(): Promise<void>;
}

/**
 * Installs packed packages into a copy of `e2e/host/installs/NAME`, as a user does with `npm install`.
 * What is beside them comes from its lock file, out of npm's cache where it is there.
 *
 * @param node the program whose npm installs
 * @throws when npm refuses
 */
export async function installPacked(
  name: string,
  node: string,
  archives: readonly string[],
): Promise<InstalledProject> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "runline-install-")));
  await cp(new URL(`../installs/${name}/`, import.meta.url), folder, { recursive: true });
  const output = await npm(folder, node, ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...archives]);
  await npm(folder, node, ["ls", "--all"]); // fails of any package that is not in the range that another asks for
  await writeFile(join(folder, "packages.mjs"), PACKAGES);
  await writeFile(join(folder, "sdk.mjs"), SDK);
  return {
    packages: pathToFileURL(join(folder, "packages.mjs")).href,
    sdk: pathToFileURL(join(folder, "sdk.mjs")).href,
    output,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function npm(cwd: string, node: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)("npm", [...args, "--prefer-offline", "--loglevel=warn"], {
    cwd,
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env["PATH"]}` }, // npm runs on the first Node there
    maxBuffer: 16 * 1024 * 1024,
    shell: process.platform === "win32",
  });
  return `${stdout}${stderr}`;
}
