import type { Logger } from "pino";
import { afterAll, beforeAll } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { startServer, type TestServer } from "./start-server.ts";
import { createTestDatabase, type TestDatabase, type Engine } from "./test-database.ts";

/** What tests of one engine work with. The database is one for the whole suite: tests keep apart by fresh ids. */
export interface ServerContext {
  readonly database: Database;
  /** Address of a Runline on the database. */
  readonly url: string;
}

/**
 * Opens an own database and a server on it before the tests of the suite, and closes both after them.
 *
 * @example
 * describe("live stream", () => {
 *   const context = useServer("postgres");
 *   test("answers", async () => { await fetch(`${context.url}/healthz`); });
 * });
 */
export function useServer(engine: Engine, options: { token?: string; logger?: Logger } = {}): ServerContext {
  let opened: { test: TestDatabase; database: Database; server: TestServer } | undefined;
  const getOpened = () => {
    if (!opened) throw new Error("The server runs while tests run, not while they are declared.");
    return opened;
  };

  beforeAll(async () => {
    const test = await createTestDatabase(engine);
    const database = await openDatabase(test.options);
    opened = { test, database, server: await startServer({ database, ...options }) };
  });

  afterAll(async () => {
    const { test, database, server } = getOpened();
    await server.close();
    await database.close();
    await test.drop();
  });

  return {
    get database() {
      return getOpened().database;
    },
    get url() {
      return getOpened().server.url;
    },
  };
}
