// A program of tests: locks the directory of its second argument by the module of the first, says so and stays until it is ended, or
// says why it cannot.
const [, , lockModule = "", dataDir = ""] = process.argv;
const { lockDataDir } = await import(lockModule);
try {
  await lockDataDir(dataDir);
  process.stdout.write("owner\n");
  setInterval(() => {}, 60_000);
} catch (error) {
  process.stdout.write(`refused: ${error instanceof Error ? error.message : String(error)}\n`);
}
