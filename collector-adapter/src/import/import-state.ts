import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { toErrorMessage } from "../process/to-error-message.ts";
import { ImportError } from "./import-error.ts";

/** How far an import has come. */
const ImportState = v.object({
  /** Rows written before this are not needed any more, ms since the epoch. */
  position: v.number(),
  /** The run that was sent last: when Runline does not have it any more, the position means nothing. */
  lastRun: v.optional(v.object({ agentId: v.string(), runId: v.string() })),
  /** For people who look into the file. */
  source: v.string(),
  to: v.string(),
});
type ImportState = v.InferOutput<typeof ImportState>;

/** Where an import keeps how far it has come. */
export interface StateFile {
  readonly path: string;
  /** `undefined` before the first import. @throws ImportError `STATE_UNUSABLE` */
  read(): Promise<ImportState | undefined>;
  /** @throws ImportError `STATE_UNUSABLE` */
  write(state: ImportState): Promise<void>;
}

/**
 * The file of one import below Runline's data directory. Deleting it only means that everything is sent again, which changes
 * nothing.
 *
 * @param identity - what makes it another import: source, target, filters
 */
export function openStateFile(dataDir: string, identity: readonly string[]): StateFile {
  const folder = join(dataDir, "import");
  const name = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 16);
  const path = join(folder, `${name}.json`);
  const fail = (error: unknown) =>
    new ImportError(
      "STATE_UNUSABLE",
      `${path} cannot be used: ${toErrorMessage(error)}. Give another folder with --data-dir, or delete it.`,
      {
        cause: error,
      },
    );

  return {
    path,
    async read() {
      try {
        return v.parse(ImportState, JSON.parse(await readFile(path, "utf8")));
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw fail(error);
      }
    },
    async write(state) {
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
        await rename(`${path}.new`, path); // whole or not at all
      } catch (error) {
        throw fail(error);
      }
    },
  };
}
