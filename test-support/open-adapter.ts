import { startAdapter, type Adapter, type AdapterOptions } from "./start-adapter.ts";
import { createTestDatabase, type Engine, type TestDatabase } from "./test-database.ts";

/** How to start an adapter with a database of its own. */
export interface OpenAdapterOptions extends AdapterOptions {
  /** Where the adapter stores. @defaultValue `postgres`, on which a start takes half of the CPU time that it takes on PGlite */
  engine?: Engine;
}

/** An adapter with a database of its own. */
export interface OpenedAdapter extends Adapter {
  /** What the adapter stores in, for those who read it or start another adapter there. */
  readonly stored: TestDatabase;
}

/**
 * Starts an adapter on a fresh database of its own, which `stop` deletes.
 *
 * @example
 * const adapter = await openAdapter({ args: ["--token", "secret"] });
 */
export async function openAdapter({
  engine = "postgres",
  ...options
}: OpenAdapterOptions = {}): Promise<OpenedAdapter> {
  const stored = await createTestDatabase(engine);
  const adapter = await startAdapterOn(stored, options);
  return {
    ...adapter,
    stored,
    async stop() {
      const code = await adapter.stop();
      await stored.drop();
      return code;
    },
  };
}

/** Starts an adapter on a database, which stays when the adapter ends. */
export function startAdapterOn({ options }: TestDatabase, { env, ...more }: AdapterOptions = {}): Promise<Adapter> {
  const { dataDir, databaseUrl } = options;
  return startAdapter(dataDir, { ...more, env: { ...(databaseUrl && { DATABASE_URL: databaseUrl }), ...env } });
}
