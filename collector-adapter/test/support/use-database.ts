import { afterAll, beforeAll } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { createTestDatabase, type Engine, type TestDatabase } from "../../../test-support/test-database.ts";

/** A database of the suite, for tests that start servers of their own on it. */
export function useDatabase(engine: Engine): { readonly database: Database } {
  let stored: TestDatabase | undefined;
  let database: Database | undefined;
  beforeAll(async () => {
    stored = await createTestDatabase(engine);
    database = await openDatabase(stored.options);
  });
  afterAll(async () => {
    await database?.close();
    await stored?.drop();
  });
  return {
    get database() {
      if (database === undefined) throw new Error("The database is open while tests run.");
      return database;
    },
  };
}
