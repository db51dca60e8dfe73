// `npm run check`: everything a change must pass, one after the other, each as the script a developer would run alone; all of
// them run, and a summary comes last. `npm run check:quick` leaves out what takes longer than 30 s or looks at packages.
import { spawnSync } from "node:child_process";

const QUICK = ["fmt:check", "lint", "layers", "typecheck", "test:unit"];
const ALL = ["fmt:check", "lint", "layers", "typecheck", "generate:check", "knip", "publint", "test"];

const results = (process.argv.includes("--quick") ? QUICK : ALL).map((check) => {
  process.stdout.write(`\n— npm run ${check}\n`);
  const since = performance.now();
  const { status } = spawnSync("npm", ["run", "--silent", check], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  return { check, isPassed: status === 0, seconds: (performance.now() - since) / 1_000 };
});

process.stdout.write("\n");
for (const { check, isPassed, seconds } of results) {
  process.stdout.write(`${isPassed ? "✓" : "✗"} ${seconds.toFixed(1).padStart(6)} s  ${check}\n`);
}
const failed = results.filter(({ isPassed }) => !isPassed);
if (failed.length > 0) {
  process.stdout.write(`\nFailed; run alone with: ${failed.map(({ check }) => `npm run ${check}`).join(", ")}\n`);
  process.exitCode = 1;
}
