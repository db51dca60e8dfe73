import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, rmdirSync } from "node:fs";
import { cp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { copyDataDir } from "../../test-support/open-part.ts";
import { openDatabase, type DatabaseOptions } from "../src/database/open-database.ts";
import { ingest, sendSpans } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { createTestDatabase } from "../../test-support/test-database.ts";
import { createTestRun } from "./support/test-run.ts";

/** For what a server notices by itself. */
const WAIT = { timeout: 20_000, interval: 200 };

/** A Runline on the database until the test ends. */
async function open(options: DatabaseOptions) {
  const database = await openDatabase(options);
  const server = await startServer({ database });
  onTestFinished(async () => {
    await server.close();
    await database.close();
  });
  return { url: server.url, database };
}

/** Lets a failure be as old as one that counts no more, until the test ends: nobody has to wait for that. */
function forgetFailures(): void {
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + 5_000);
  onTestFinished(() => clock.mockRestore());
}

const isReady = async (url: string): Promise<number> => (await fetch(`${url}/readyz`)).status;

describe("/readyz on Postgres", () => {
  /** A database, and a way to administer it. */
  async function create() {
    const data = await createTestDatabase("postgres");
    const { databaseUrl = "" } = data.options;
    const admin = new Client(databaseUrl);
    admin.on("error", () => {}); // a test ends all sessions
    await admin.connect();
    onTestFinished(async () => {
      await admin.end();
      await data.drop();
    });
    return { options: data.options, name: new URL(databaseUrl).pathname.slice(1), admin };
  }

  /** Lets sessions begin anew, with the settings that the database has by now. */
  async function endSessions(admin: Client): Promise<void> {
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
  }

  /** A server that has found out that the disk of its database is full, and yet has room for something else. */
  async function openFull() {
    const { options, admin } = await create();
    const server = await open(options);
    await admin.query(`create function refuse() returns trigger language plpgsql as
      $$ begin raise 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
    await admin.query("create trigger full_disk before insert on folds for each row execute function refuse()");
    expect((await sendSpans(server.url, [createTestRun().root()])).status).toBe(503);
    await server.database.transaction((session) => session.query({ text: "create table other (id int)" }));
    expect(await isReady(server.url)).toBe(503);
    return { server, admin };
  }

  test("says no while the disk is full, and yes when spans are stored again", async () => {
    const { server, admin } = await openFull();

    await admin.query("drop trigger full_disk on folds");
    await ingest(server.url, [createTestRun().root()]);
    expect(await isReady(server.url)).toBe(200);
  });

  test("finds by itself that the disk has room again, though nobody sends", async () => {
    const { server, admin } = await openFull();

    forgetFailures();
    await vi.waitFor(async () => expect(await isReady(server.url)).toBe(200), WAIT);
    const { rows } = await admin.query("select 1 from pg_class where relname like 'runline_storage_probe%'");
    expect(rows).toEqual([]);
  });

  test("says no on a server that takes no writes, and a start there says why", async () => {
    const { options, name, admin } = await create();
    const server = await open(options);
    await ingest(server.url, [createTestRun().root()]);
    await admin.query(`alter database ${name} set default_transaction_read_only = on`);
    await endSessions(admin);

    await vi.waitFor(async () => expect(await isReady(server.url)).toBe(503), WAIT);
    expect((await sendSpans(server.url, [createTestRun().root()])).status).toBe(503);
    await expect(openDatabase(options)).rejects.toThrow(/takes no writes.*address of the primary/);

    await admin.query("set default_transaction_read_only = off");
    await admin.query(`alter database ${name} reset default_transaction_read_only`);
    await endSessions(admin);
    forgetFailures();
    await vi.waitFor(async () => expect(await isReady(server.url)).toBe(200), WAIT);
  });
});

describe("/readyz on PGlite", () => {
  /** A file system of its own, which needs the rights of root. */
  function mountSmallDisk(): string | undefined {
    const folder = mkdtempSync(join(tmpdir(), "runline-disk-"));
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=200m", "tmpfs", folder]).status === 0) return folder;
    rmdirSync(folder);
    return undefined;
  }

  test.runIf(process.platform === "linux" && process.getuid?.() === 0)(
    "says no while the disk is full, and yes as soon as there is room",
    async (context) => {
      const disk = mountSmallDisk();
      if (disk === undefined) return context.skip("this root may not mount");
      onTestFinished(() => {
        spawnSync("umount", ["-l", disk]);
        rmSync(disk, { recursive: true });
      });
      const template = await copyDataDir("pglite");
      await cp(template, join(disk, "data"), { recursive: true });
      await rm(template, { recursive: true });
      const server = await open({ dataDir: join(disk, "data") });
      await ingest(server.url, [createTestRun().root()]);
      expect(await isReady(server.url)).toBe(200);

      const filler = join(disk, "filler");
      await expect(writeFile(filler, Buffer.alloc(300 * 1024 * 1024))).rejects.toThrow("ENOSPC");
      const prompt = Array.from({ length: 5_000 }, () => Math.random().toString(36)).join();
      const run = createTestRun();
      let status = 200;
      for (let sent = 0; status === 200 && sent < 100; sent += 1) {
        const call = run.modelCall({ attributes: { "gen_ai.input.messages": prompt } });
        status = (await sendSpans(server.url, [call])).status;
      }
      expect([status, await isReady(server.url)]).toEqual([503, 503]);

      await rm(filler);
      forgetFailures();
      await vi.waitFor(async () => expect(await isReady(server.url)).toBe(200), WAIT);
      await ingest(server.url, [createTestRun().root()]);
    },
  );
});
