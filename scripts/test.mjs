// `npm test`: gets ready what the tests run for real (the built packages, the example agent), then runs all of them.
// `npm run test:e2e [part]` runs those of e2e, or of one folder of it. Further arguments go to vitest.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { installPackages, TEST_PACKAGES } from "./install-packages.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const [what, part, ...more] = process.argv.slice(2);

if (what === "e2e") {
  const isFolder = part !== undefined && !part.startsWith("-");
  const rest = isFolder || part === undefined ? more : [part, ...more];
  await run(["--project", "e2e", ...(isFolder ? [`e2e/${part}/`] : []), ...rest]);
} else {
  process.stdout.write(
    "All tests: 15 min of CPU, about 8 min on 2 idle cores, after 2 min of installing the first time. 1.2 GB of packages beside\n" +
      "those of `npm ci` stay in this folder; up to 1.5 GB of databases are in the temporary folder until the end.\n",
  );
  await run(process.argv.slice(2));
}

/** Builds, installs and runs vitest; the exit code is vitest's. */
async function run(args) {
  await ensureBuilt();
  for (const packages of TEST_PACKAGES) await installPackages(packages);
  const child = spawn("node_modules/.bin/vitest", ["run", ...args], { cwd: root, stdio: "inherit" });
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
