import { describe } from "vitest";
import type { Engine } from "./test-database.ts";
import { useServer, type ServerContext } from "./use-server.ts";

const ENGINES: readonly Engine[] = ["pglite", "postgres"];

/**
 * Runs the suite on PGlite and on Postgres: an own database and a server for each.
 *
 * @example
 * describeEachDatabase("ingest", (context) => {
 *   test("stores a span", async () => { await ingest(context.url, [createTestRun().root()]); });
 * });
 */
export function describeEachDatabase(name: string, suite: (context: ServerContext) => void): void {
  describe.each(ENGINES)(`${name} on %s`, (engine) => {
    suite(useServer(engine));
  });
}
