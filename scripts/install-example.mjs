// Installs the packages of the elizaOS example, which `npm ci` of the workspace leaves out to stay small.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const example = fileURLToPath(new URL("../examples/elizaos-agent", import.meta.url));
const STAMP = join(example, "node_modules/.runline-installed");

// No install scripts: none is needed to run the agent. No optional packages: they are the binaries of Bun, esbuild and
// a canvas for PDF files (165 MB), which elizaOS names and the example never loads.
const NPM_CI = ["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"];

/** Installs when the packages are missing or their lock file has changed. Prints one line when it does. */
export async function installExample() {
  const lock = createHash("sha256")
    .update(await readFile(join(example, "package-lock.json")))
    .digest("hex");
  if ((await readStamp()) === lock) return;
  process.stdout.write("Installing the example agent (about 150 packages, up to 1 min)…\n");
  await npmCi();
  await writeFile(STAMP, lock); // last, so that an interrupted install is done again
}

async function readStamp() {
  try {
    return await readFile(STAMP, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function npmCi() {
  return new Promise((resolve, reject) => {
    // `npm` is npm.cmd on Windows, which only a shell starts; the arguments are constants.
    const child = spawn("npm", NPM_CI, {
      cwd: example,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
    child.on("error", (cause) => reject(new Error(`npm could not be started: ${cause.message}`, { cause })));
    child.on("exit", (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `npm ci in ${example} failed (${signal ?? code}); npm's message is above. Is the registry reachable?`,
          ),
        );
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await installExample();
    process.stdout.write("The example agent is installed.\n");
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
