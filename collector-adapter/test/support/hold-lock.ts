import { lockDataDir } from "../../src/database/data-dir-lock.ts";

// A program of tests: locks the directory of its argument, says so and stays until it is ended, or says why it cannot.
try {
  await lockDataDir(process.argv[2] ?? "");
  process.stdout.write("owner\n");
  setInterval(() => {}, 60_000);
} catch (error) {
  process.stdout.write(`refused: ${error instanceof Error ? error.message : String(error)}\n`);
}
