// Builds all workspaces: the Node parts with tsc, the adapter's code with rolldown, the viewer with vite, and puts the viewer inside the
// published package.
import { spawn } from "node:child_process";
import { cp, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleAdapter } from "./bundle-adapter.mjs";
import { bundleSdk } from "./bundle-sdk.mjs";
import { sayWhile } from "./say-while.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const PARTS = ["contract", "instrumentation", "collector-adapter", "viewer"];
const BUILD_SCRIPTS = ["scripts/build.mjs", "scripts/bundle-adapter.mjs", "scripts/bundle-sdk.mjs"];
const VIEWER_IN_PACKAGE = join(root, "collector-adapter/dist/viewer");
/** One result of each step; the last is written last. */
const RESULTS = [
  "contract/dist/index.js",
  "instrumentation/dist/index.js",
  "collector-adapter/dist/main.js",
  "collector-adapter/dist/viewer/index.html",
];

/** Builds when something is missing or older than its source. Prints one line when it does. */
export async function ensureBuilt() {
  if (await isBuilt()) return;
  process.stdout.write("Building Runline (about 10 s)…\n");
  await sayWhile("building", build());
}

/** Whether everything is built and nothing is older than its source. */
export async function isBuilt() {
  const results = await Promise.all(RESULTS.map((path) => modifiedAt(join(root, path))));
  const inputs = [...PARTS, ...BUILD_SCRIPTS, "package-lock.json", "tsconfig.base.json"].map((path) =>
    join(root, path),
  );
  const newest = Math.max(...(await Promise.all(inputs.map(newestSource))));
  return !results.includes(0) && (results.at(-1) ?? 0) >= newest;
}

/** Builds everything anew: what is left of sources that are gone would be packed too. */
export async function build() {
  const leftovers = PARTS.flatMap((part) =>
    ["dist", "dist-types", "tsconfig.tsbuildinfo"].map((name) => join(root, part, name)),
  );
  await Promise.all(leftovers.map((path) => rm(path, { recursive: true, force: true })));
  await Promise.all([
    run("node_modules/.bin/tsc", ["-b"], root),
    run("../node_modules/.bin/vite", ["build", "--logLevel", "warn"], join(root, "viewer")),
  ]);
  await bundleAdapter(join(root, "collector-adapter"));
  await bundleSdk(join(root, "instrumentation/dist"));
  await cp(join(root, "viewer/dist"), VIEWER_IN_PACKAGE, { recursive: true });
}

async function modifiedAt(path) {
  const found = await stat(path).catch((error) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return found?.mtimeMs ?? 0;
}

/** Newest modification below a folder, build results and packages left out. */
async function newestSource(path) {
  const found = await stat(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const entries = await readdir(path, { withFileTypes: true });
  const kept = entries.filter(
    (entry) => !/^(node_modules|dist|dist-types|test)$|\.tsbuildinfo$|\.test\.tsx?$|\.md$/.test(entry.name),
  );
  const times = await Promise.all(kept.map((entry) => newestSource(join(path, entry.name))));
  return Math.max(0, ...times);
}

function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (code === 0) resolve();
      else
        reject(new Error(`${command} ${args.join(" ")} in ${cwd} failed (${signal ?? code}); its messages are above.`));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build();
  process.stdout.write("Built contract, instrumentation, collector-adapter and viewer.\n");
}
