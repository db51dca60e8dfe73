// Installs what `npm ci` of the workspace leaves out to stay small: packages in folders with a lock file of their own.
// node scripts/install-packages.mjs installs the example agent; the tests install what they need by themselves.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sayWhile } from "./say-while.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

// No install scripts: none is needed. No optional packages unless they are what a folder is for: in elizaOS they are the
// binaries of Bun, esbuild and a canvas for PDF files (165 MB), which it names and nobody here loads.
const NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
const WITHOUT_OPTIONAL = "--omit=optional";

/** The agent of the demo and of the tests. */
export const EXAMPLE_AGENT = {
  folder: "examples/elizaos-agent",
  what: "the example agent (about 150 packages, up to 1 min)",
  flags: [WITHOUT_OPTIONAL],
};

/** The agents in other frameworks, which are examples and tests. Not without optional packages: OpenAI's SDK loads one of its own. */
export const FRAMEWORKS = {
  folder: "examples/frameworks",
  what: "AI SDK, Mastra and OpenAI Agents (260 packages, 300 MB)",
  flags: [],
};

/** The second Node that the tests run the agent on; nothing where npm has none for the platform. */
const NODE_24 = { folder: "e2e/node-24", what: "Node 24 for the tests (190 MB)", flags: [] };

/** OpenTelemetry set-ups and the server of elizaOS, in which the tests run agents. */
const HOSTS = { folder: "e2e/host", what: "the hosts of the tests (330 packages, 310 MB)", flags: [WITHOUT_OPTIONAL] };

/** The line of elizaOS that comes. */
const ELIZA_2 = {
  folder: "e2e/eliza-2",
  what: "elizaOS 2.0 for the tests (160 packages, 290 MB)",
  flags: [WITHOUT_OPTIONAL],
};

/** What the tests need beside the workspace. */
export const TEST_PACKAGES = [EXAMPLE_AGENT, HOSTS, ELIZA_2, FRAMEWORKS, ...(isNode24() ? [] : [NODE_24])];

/**
 * Installs when the packages are missing or their lock file has changed. Prints one line when it does.
 *
 * @param {{ folder: string, what: string, flags: string[] }} packages
 */
export async function installPackages({ folder, what, flags }) {
  const path = join(root, folder);
  const stamp = join(path, "node_modules/.runline-installed");
  const lock = createHash("sha256")
    .update(await readFile(join(path, "package-lock.json")))
    .digest("hex");
  if ((await readStamp(stamp)) === lock) return;
  process.stdout.write(`Installing ${what}…\n`);
  await sayWhile("installing", npmCi(path, flags));
  await mkdir(dirname(stamp), { recursive: true }); // npm makes no folder when nothing fits the platform
  await writeFile(stamp, lock); // last, so that an interrupted install is done again
}

async function readStamp(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function npmCi(cwd, flags) {
  return new Promise((resolve, reject) => {
    // `npm` is npm.cmd on Windows, which only a shell starts; the arguments are constants.
    const child = spawn("npm", [...NPM_CI, ...flags], {
      cwd,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
    child.on("error", (cause) => reject(new Error(`npm could not be started: ${cause.message}`, { cause })));
    child.on("exit", (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(`npm ci in ${cwd} failed (${signal ?? code}); npm's message is above. Is the registry reachable?`),
        );
    });
  });
}

function isNode24() {
  return Number.parseInt(process.versions.node, 10) >= 24;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await installPackages(EXAMPLE_AGENT);
    process.stdout.write("The example agent is installed.\n");
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
