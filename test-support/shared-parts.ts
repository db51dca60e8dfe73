import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../collector-adapter/src/database/open-database.ts";
import { dropTemplate } from "./drop-template.mjs";
import { getPort } from "./get-port.ts";
import type { SharedPart } from "./open-part.ts";
import { createPostgresDatabase } from "./postgres-database.ts";
import { startPostgres } from "./start-postgres.ts";

/** A part that has been started. */
interface StartedPart {
  /** Where the part is: a folder to copy, or an address. */
  readonly place: string;
  /** The address by a socket, of what has one. */
  readonly socket?: string;
  close?: () => Promise<void>;
}

/**
 * Shares with all test files of a run what is slow to start. Test files run in other processes and ask over HTTP (`openPart`):
 * the first to need a part starts it, and a run that needs none waits for none.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), "runline-test-"));
  const started = new Map<string, Promise<StartedPart>>();

  const start: Record<SharedPart, () => Promise<StartedPart>> = {
    pglite: () => initialisePGlite(join(home, "pglite")),
    elizaos: () => initialiseElizaDatabase(join(home, "elizaos")),
    "elizaos-pglite": () => initialiseElizaPGlite(join(home, "elizaos-pglite")),
    async postgres() {
      const { DATABASE_URL: given } = process.env;
      if (given) return { place: given };
      const server = await startPostgres();
      return { place: server.url, socket: server.socketUrl, close: () => server.close() };
    },
    async "postgres-socket"() {
      const { place, socket = place } = await getPart("postgres");
      return { place: socket };
    },
    async "runline-postgres"() {
      const { url, drop } = await createPostgresDatabase(await open("postgres"));
      await (await openDatabase({ databaseUrl: url, dataDir: "unused" })).close();
      return { place: url, close: drop };
    },
    async "elizaos-postgres"() {
      const { url, drop } = await createPostgresDatabase(await open("postgres"));
      return { ...(await initialiseElizaDatabase(url)), close: drop };
    },
    async browser() {
      const { serveBrowser } = await import("./browser.ts"); // most runs of tests need none, and Playwright is 0.9 s of CPU
      const server = await serveBrowser();
      return { place: server.wsEndpoint(), close: () => server.close() };
    },
  };

  function getPart(name: SharedPart): Promise<StartedPart> {
    const part = started.get(name) ?? start[name]();
    started.set(name, part);
    return part;
  }

  async function open(name: string): Promise<string> {
    if (!isSharedPart(name, start)) throw new Error(`There is no shared part "${name}".`);
    return (await getPart(name)).place;
  }

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    open(request.url?.slice(1) ?? "").then(
      (place) => response.end(place),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(error instanceof Error ? error.stack : String(error));
      },
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  project.provide("partsUrl", `http://127.0.0.1:${getPort(server)}`);

  return async () => {
    server.closeAllConnections();
    server.close();
    // A part that did not start has failed the tests that asked for it.
    const parts = await Promise.allSettled(started.values());
    // Those that were started last may need an earlier one to be closed.
    for (const part of parts.toReversed()) if (part.status === "fulfilled") await part.value.close?.();
    await rm(home, { recursive: true, force: true });
  };
}

function isSharedPart(name: string, parts: Record<SharedPart, unknown>): name is SharedPart {
  return Object.hasOwn(parts, name);
}

/** The first opening of a PGlite directory takes 3 to 8 s, that of a copy 1 s. */
async function initialisePGlite(dataDir: string): Promise<StartedPart> {
  const database = await openDatabase({ dataDir });
  for (const name of ["template0", "template1"]) await dropTemplate(name, (text) => database.query({ text }));
  await database.close();
  return { place: dataDir };
}

/** PGlite in the version of elizaOS, which keeps its tables in the other template. */
async function initialiseElizaPGlite(dataDir: string): Promise<StartedPart> {
  const { PGlite } = await import("pglite-elizaos");
  const database = await PGlite.create(dataDir);
  await dropTemplate("template0", (text) => database.query(text));
  await database.close();
  return { place: dataDir };
}

/** In a process of its own: elizaOS leaves timers behind. */
async function initialiseElizaDatabase(place: string): Promise<StartedPart> {
  const program = fileURLToPath(new URL("make-eliza-database.mjs", import.meta.url));
  await promisify(execFile)(process.execPath, [program, place], { env: { ...process.env, LOG_LEVEL: "fatal" } });
  return { place };
}
