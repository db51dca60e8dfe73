import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../../src/database/open-database.ts";
import { startPostgres, type PostgresServer } from "./start-postgres.ts";
import { getPort } from "../../../e2e/support/get-port.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where test files ask for a database engine; see `openEngine`. */
    enginesUrl: string;
  }
}

/**
 * One Postgres and one initialised PGlite directory for the whole run. Test files run in other processes and ask for them
 * over HTTP, so that the first one to need an engine starts it, and a run that needs none waits for none.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), "runline-test-"));
  let postgres: Promise<PostgresServer> | undefined;
  let pglite: Promise<string> | undefined;

  async function openEngine(path: string | undefined): Promise<string> {
    if (path === "/pglite") return (pglite ??= initialisePGlite(join(home, "pglite")));
    const { DATABASE_URL: given } = process.env;
    return given ? given : (await (postgres ??= startPostgres())).url;
  }

  const server = createServer((request, response) => {
    openEngine(request.url).then(
      (answer) => response.end(answer),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(error instanceof Error ? error.stack : String(error));
      },
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  project.provide("enginesUrl", `http://127.0.0.1:${getPort(server)}`);

  return async () => {
    server.closeAllConnections();
    server.close();
    await (await postgres)?.close();
    await rm(home, { recursive: true, force: true });
  };
}

/** The first opening of a PGlite directory takes 3 to 8 s, that of a copy 1 s. */
async function initialisePGlite(dataDir: string): Promise<string> {
  const database = await openDatabase({ dataDir });
  await database.close();
  return dataDir;
}
