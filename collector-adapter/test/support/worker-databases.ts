import { test } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { clearStore } from "./read-store.ts";
import { createTestDatabase, type Engine } from "../../../test-support/test-database.ts";

type BorrowDatabase = (engine: Engine) => Promise<Database>;

interface Kept {
  readonly database: Database;
  close(): Promise<void>;
}

/**
 * Hooks of these tests get `borrowDatabase`: an empty store in a database that a worker opens once for all its test files, which
 * come one after the other, and closes at its end. Making one takes 1 s of CPU, emptying its store next to nothing.
 */
export const databaseTest = test
  .extend("keptDatabases", { scope: "worker" }, () => new Map<Engine, Promise<Kept>>())
  .extend("borrowDatabase", { scope: "worker" }, ({ keptDatabases }, { onCleanup }): BorrowDatabase => {
    onCleanup(async () => {
      for (const kept of keptDatabases.values()) await (await kept).close();
    });
    return async (engine) => {
      const kept = keptDatabases.get(engine) ?? open(engine);
      keptDatabases.set(engine, kept);
      const { database } = await kept;
      await clearStore(database);
      return database;
    };
  });

async function open(engine: Engine): Promise<Kept> {
  const created = await createTestDatabase(engine);
  const database = await openDatabase(created.options);
  return {
    database,
    async close() {
      await database.close();
      await created.drop();
    },
  };
}
