// Builds the adapter's code: see decision 47 in ARCHITECTURE.md.
import { join } from "node:path";
import { rolldown } from "rolldown";

/** What is started or imported by its name. */
const DOORS = ["main.ts", "index.ts"];
/** What is started by its name as a thread or a process, the last by tests alone. */
const PROGRAMS = [
  "database/pglite-worker.js",
  "ingest/large-body-process.js",
  "runs/read-thread-entry.js",
  "store/fold-thread-entry.js",
  "database/data-dir-lock.ts",
];

/**
 * Puts the adapter's own modules together in a few files, since a start reads 400 of them. The doors are directly in the build, all
 * else is in one folder of it: a file named from a module (`new URL("../../migrations/", import.meta.url)`) is thereby at the same
 * place from a folder of the sources. Packages stay imports.
 *
 * @param {string} part the folder of the adapter
 */
export async function bundleAdapter(part) {
  const bundle = await rolldown({
    input: [...DOORS, ...PROGRAMS].map((path) => join(part, "src", path)),
    platform: "node",
    external: (name) => !/^[./]/.test(name) && !name.startsWith(part),
    checks: { bundlerTimings: false }, // said on a busy machine, and everything said stops the build
    onLog(level, log) {
      throw new Error(`Building the adapter: ${level}: ${log.message}`); // such as an import that cannot be found
    },
  });
  const { output } = await bundle.write({
    dir: join(part, "dist"),
    format: "esm",
    sourcemap: true,
    entryFileNames: ({ name }) => (DOORS.includes(`${name}.ts`) ? "[name].js" : "code/[name].js"),
    chunkFileNames: "code/[name].js",
  });
  await bundle.close();
  const files = new Set(output.map(({ fileName }) => fileName));
  for (const { fileName, code = "" } of output) {
    if (!fileName.includes("/") && code.includes("import.meta")) {
      throw new Error(
        `Building the adapter: ${fileName} has code that looks for files beside it; it has to be in a folder.`,
      );
    }
    for (const [, program] of code.matchAll(/new URL\("\.\/([^"]+)", import\.meta\.url\)/g)) {
      if (files.has(`code/${program}`)) continue;
      throw new Error(
        `Building the adapter: ${fileName} starts ${program}, which is not built; it needs a row in PROGRAMS of scripts/bundle-adapter.mjs.`,
      );
    }
  }
}
