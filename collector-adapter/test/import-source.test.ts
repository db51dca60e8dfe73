import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { access, chown, mkdir, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { getPort } from "../../test-support/get-port.ts";
import { createElizaDatabase, type ElizaDatabase } from "./support/eliza-database.ts";
import { createElizaLog, toId } from "./support/eliza-log.ts";
import { useImporter } from "./support/use-importer.ts";
import { useServer } from "./support/use-server.ts";

// What an import does with its source when that is not as it should be.
const startedAt = Date.now() - 3_600_000;
const context = useServer("pglite");

const importer = useImporter(context);

test.each([
  "postgres://user:1/hidden@127.0.0.1:1/db",
  "postgres://user:1?hidden@127.0.0.1:1/db",
  "postgres://user:1#hidden@127.0.0.1:1/db",
  "postgres://user:hidden#@127.0.0.1:1/db",
  "postgres://user@127.0.0.1:1/db?password=hidden",
])("an address that is wrong is reported without the password in it: %s", async (from) => {
  const failure: unknown = await importer.importFrom({ from }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    name: expect.stringMatching(/^(Config|Import)Error$/),
    message: expect.stringMatching(/--from/),
  });
  expect(String(failure)).not.toContain("hidden");
});

test("a user who may not read the rows, or some of them, is told what to ask for", async () => {
  const database = await createElizaDatabase("postgres");
  await insertRun(database, "first");
  const role = `reader_${Date.now()}`;
  await database.run(`create role ${role} login password 'secret'`);
  await database.run(`grant select on agents, logs, rooms, entities to ${role}`);
  await expect(importer.importFrom({ from: toAddress(database, role) })).rejects.toThrow(
    /permission denied for table memories.*must be allowed to read/,
  );
  await database.run(`grant select on all tables in schema public to ${role}`);
  await database.run("alter table logs enable row level security");
  await expect(importer.importFrom({ from: toAddress(database, role) })).rejects.toThrow("BYPASSRLS");
  await database.run(`drop owned by ${role}`);
  await database.run(`drop role ${role}`);
});

test("a follower waits for a database that is started anew", async () => {
  const database = await createElizaDatabase("postgres");
  await insertRun(database, "first");
  const gate = await startGate(database.from);
  const stop = new AbortController();
  const outcome = importer.importFrom({ from: gate.url }, ["--follow"], {
    signal: stop.signal,
    onLine(line) {
      if (!line.startsWith("Following")) return;
      gate.isOpen = false;
      gate.onRefused = () => {
        gate.isOpen = true;
        void insertRun(database, "second", Date.now());
      };
    },
  });
  const isThere = async () =>
    (await fetch(`${context.url}/api/agents/${agentId}/runs/${toId("run", "Liv", "second")}`)).ok;
  await expect.poll(isThere, { timeout: 30_000 }).toBe(true);
  stop.abort();
  await expect(outcome).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
});

test("copies of imports that were killed are deleted, others stay", async () => {
  const database = await createElizaDatabase("pglite");
  await insertRun(database, "first");
  const { pid: deadPid } = spawnSync(process.execPath, ["--version"]);
  const [dead, living] = [await leaveCopy(deadPid), await leaveCopy(process.pid)];
  await importer.importFrom(database);
  await expect(access(dead)).rejects.toThrow("ENOENT");
  await expect(access(living)).resolves.toBeUndefined();
});

test.runIf(process.getuid?.() === 0)("the copy of another user is left to them", async () => {
  const database = await createElizaDatabase("pglite");
  await insertRun(database, "first");
  const { pid: deadPid } = spawnSync(process.execPath, ["--version"]);
  const others = await leaveCopy(deadPid);
  await chown(others, 12_345, 12_345);
  await importer.importFrom(database);
  await expect(access(others)).resolves.toBeUndefined();
});

const { agentId } = createElizaLog(startedAt, "Liv");

/** One more run of the agent Liv. */
async function insertRun(database: ElizaDatabase, name: string, at = startedAt): Promise<void> {
  const log = createElizaLog(at, "Liv");
  const run = { name, room: "north" };
  log.start(run, 0);
  log.end(run, 0.5);
  const rows = log.rows.map((row, index) => ({ ...row, id: toId(name, String(index)) }));
  await database.insert(rows, { agentId, agentName: "Liv" });
}

/** A folder as an import of that process would leave it. */
async function leaveCopy(pid: number): Promise<string> {
  const path = join(tmpdir(), `runline-import-${pid}-test-${Date.now()}`);
  await mkdir(path);
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

interface Gate {
  url: string;
  /** Whether connections get through; others are closed at once. */
  isOpen: boolean;
  onRefused: () => void;
}

/** Stands before a Postgres server. */
async function startGate(databaseUrl: string): Promise<Gate> {
  const url = new URL(databaseUrl);
  const [host, port] = [url.hostname, Number(url.port)];
  const gate: Gate = { url: "", isOpen: true, onRefused: () => {} };
  const server = createServer((socket) => {
    if (!gate.isOpen) {
      socket.destroy();
      gate.onRefused();
      return;
    }
    const upstream = connect(port, host);
    for (const end of [socket, upstream]) end.on("error", () => {}); // the other end is closed by the pipe
    socket.pipe(upstream).pipe(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  url.port = String(getPort(server));
  gate.url = url.toString();
  return gate;
}

/** The address of the database for another user of the same password. */
function toAddress({ from }: ElizaDatabase, user: string): string {
  const url = new URL(from);
  url.username = user;
  url.password = "secret";
  return url.toString();
}
