// `npm run check`: everything a change must pass, one after the other, each as the script a developer would run alone.
import { spawnSync } from "node:child_process";

const CHECKS = ["fmt:check", "lint", "layers", "typecheck", "generate:check", "knip", "publint", "test"];

for (const check of CHECKS) {
  process.stdout.write(`\n— npm run ${check}\n`);
  const { status } = spawnSync("npm", ["run", "--silent", check], { stdio: "inherit" });
  if (status !== 0) {
    process.stderr.write(`\n${check} failed; run it alone with: npm run ${check}\n`);
    process.exit(1);
  }
}
