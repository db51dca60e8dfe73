import type { Express } from "express";
import type { Logger } from "pino";
import { afterAll } from "vitest";
import type { Database } from "../../src/database/database.ts";
import type { AppOptions } from "../../src/app.ts";
import { startServer, type TestServer } from "./start-server.ts";
import type { Engine } from "../../../test-support/test-database.ts";
import { databaseTest } from "./worker-databases.ts";

/** What tests of one engine work with. The store is one for the whole suite: tests keep apart by fresh ids. */
export interface ServerContext {
  readonly database: Database;
  /** Address of a Runline on the database. */
  readonly url: string;
  /** What answers there. */
  readonly express: Express;
}

/**
 * Starts a server on an empty store before the tests of the suite, and closes it after them. Nothing of the suite is left to
 * others but the tables, so it may not change these.
 *
 * @example
 * describe("live stream", () => {
 *   const context = useServer("postgres");
 *   test("answers", async () => { await fetch(`${context.url}/healthz`); });
 * });
 */
export function useServer(
  engine: Engine,
  options: Omit<AppOptions, "database" | "logger"> & { logger?: Logger } = {},
): ServerContext {
  let opened: { database: Database; server: TestServer } | undefined;
  const getOpened = () => {
    if (!opened) throw new Error("The server runs while tests run, not while they are declared.");
    return opened;
  };

  databaseTest.beforeAll(async ({ borrowDatabase }) => {
    const database = await borrowDatabase(engine);
    opened = { database, server: await startServer({ database, ...options }) };
  });

  afterAll(() => getOpened().server.close());

  return {
    get database() {
      return getOpened().database;
    },
    get url() {
      return getOpened().server.url;
    },
    get express() {
      return getOpened().server.express;
    },
  };
}
