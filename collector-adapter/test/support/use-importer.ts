import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { runImport, type ImportOutcome, type ImportRunOptions } from "./run-import.ts";
import type { ServerContext } from "./use-server.ts";

interface Importer {
  /** A folder of the test file. */
  readonly home: string;
  /**
   * Imports with more flags. Default of `to`: the server of the test file; of `dataDir`: one that no other import has, so that
   * none goes on where another stopped.
   */
  importFrom(
    source: { from: string },
    flags?: readonly string[],
    options?: Partial<ImportRunOptions> & { to?: string },
  ): Promise<ImportOutcome>;
}

/** Imports into the server of a test file; what they keep is deleted after its tests. */
export function useImporter(server: ServerContext): Importer {
  let home = "";
  let imports = 0;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "runline-test-import-"));
  });
  afterAll(() => rm(home, { recursive: true }));
  return {
    get home() {
      return home;
    },
    importFrom({ from }, flags = [], options = {}) {
      const { to = server.url, dataDir = join(home, `import-${imports++}`), ...rest } = options;
      return runImport(["--from", from, "--to", to, ...flags], { dataDir, ...rest });
    },
  };
}
