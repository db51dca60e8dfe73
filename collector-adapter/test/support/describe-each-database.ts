import { describe } from "vitest";
import type { Engine } from "../../../test-support/test-database.ts";
import { useServer, type ServerContext } from "./use-server.ts";

const ENGINES: readonly Engine[] = ["pglite", "postgres"];

/**
 * Runs the suite on PGlite and on Postgres, each with an empty store and a server.
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
