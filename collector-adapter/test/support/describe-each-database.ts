import { afterAll, beforeAll, describe } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { startServer, type TestServer } from "./start-server.ts";
import { createTestDatabase, type Engine, type TestDatabase } from "./test-database.ts";

const ENGINES: readonly Engine[] = ["pglite", "postgres"];

/** What a suite works with. The database is one for the whole suite: tests keep apart by fresh ids. */
export interface DatabaseContext {
  readonly engine: Engine;
  readonly database: Database;
  /** Address of a Runline on the database. */
  readonly url: string;
}

/**
 * Runs the suite on PGlite and on Postgres: an own database and a server for each.
 *
 * @example
 * describeEachDatabase("ingest", (context) => {
 *   test("stores a span", async () => { await ingest(context.url, [createTestRun().root()]); });
 * });
 */
export function describeEachDatabase(name: string, suite: (context: DatabaseContext) => void): void {
  describe.each(ENGINES)(`${name} on %s`, (engine) => {
    let opened: { test: TestDatabase; database: Database; server: TestServer } | undefined;
    const getOpened = () => {
      if (!opened) throw new Error("The database is open while tests run, not while they are declared.");
      return opened;
    };

    beforeAll(async () => {
      const test = await createTestDatabase(engine);
      const database = await openDatabase(test.options);
      opened = { test, database, server: await startServer({ database }) };
    });

    afterAll(async () => {
      const { test, database, server } = getOpened();
      await server.close();
      await database.close();
      await test.drop();
    });

    suite({
      engine,
      get database() {
        return getOpened().database;
      },
      get url() {
        return getOpened().server.url;
      },
    });
  });
}
