import type { Database, DatabaseError } from "./database.ts";
import { migrate } from "./migrate.ts";
import { openPGlite } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";

/** Which engine to use: Postgres when `databaseUrl` is given, else PGlite under `dataDir`. */
export interface DatabaseOptions {
  databaseUrl?: string | undefined;
  /** Most connections to Postgres. @defaultValue 10 */
  databaseConnections?: number | undefined;
  dataDir: string;
  /** Whether what is stored in PGlite survives a power cut. @defaultValue false: it survives the end of the process */
  isDurable?: boolean | undefined;
  /** Called when an embedded database ends by itself. @defaultValue nothing: every statement fails from then on */
  onCrash?: ((error: DatabaseError) => void) | undefined;
  /** Called before tables that an earlier version has made are changed, with the names of the changes. */
  onMigrate?: ((names: readonly string[]) => void) | undefined;
}

/**
 * Opens the database and brings its schema up to date.
 *
 * @throws ConfigError, DatabaseError
 * @example const database = await openDatabase({ dataDir: ".runline" });
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl, databaseConnections, dataDir, isDurable, onCrash = () => {}, onMigrate } = options;
  const database = databaseUrl
    ? await openPostgres({ databaseUrl, databaseConnections })
    : await openPGlite(dataDir, onCrash, { isDurable });
  try {
    await migrate(database, onMigrate);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
