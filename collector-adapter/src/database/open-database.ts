import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { openPGlite } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";

/** Which engine to use: Postgres when `databaseUrl` is given, else PGlite under `dataDir`. */
export interface DatabaseOptions {
  databaseUrl?: string | undefined;
  dataDir: string;
}

/**
 * Opens the database and brings its schema up to date.
 *
 * @example const database = await openDatabase({ dataDir: ".runline" });
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const database = options.databaseUrl ? await openPostgres(options.databaseUrl) : await openPGlite(options.dataDir);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
