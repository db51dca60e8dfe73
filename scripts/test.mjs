// `npm test`: gets ready what the tests run for real (the built packages, the example agent), then runs all of them.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { installPackages, TEST_PACKAGES } from "./install-packages.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

await ensureBuilt();
for (const packages of TEST_PACKAGES) await installPackages(packages);
process.stdout.write("Running the tests (about 10 min on 2 cores)…\n");
const child = spawn("node_modules/.bin/vitest", ["run", ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
