import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../collector-adapter/src/config/parse-command.ts";
import { startPostgres } from "../../test-support/start-postgres.ts";

/** Where an adapter keeps what it takes in. */
export type Storage = Pick<Config, "dataDir" | "databaseUrl">;

/** Measures on PGlite, then on Postgres, each with a fresh database; the name of each is written first. */
export async function compareEngines(measure: (storage: Storage) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "runline-bench-"));
  process.stdout.write("\nPGlite\n");
  await measure({ dataDir, databaseUrl: undefined });
  await rm(dataDir, { recursive: true });
  const postgres = await startPostgres();
  process.stdout.write("\nPostgres\n");
  await measure({ dataDir: "unused", databaseUrl: postgres.url });
  await postgres.close();
}
