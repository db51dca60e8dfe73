import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startPostgres, type PostgresServer } from "../../test-support/start-postgres.ts";
import { openDatabase } from "../src/database/open-database.ts";

const fixtures = new URL("./fixtures/tls/", import.meta.url);
/** For the name postgres.example, signed by itself. */
const certificate = fileURLToPath(new URL("postgres-cert.pem", fixtures));

let postgres: PostgresServer;
let admin: Client;

beforeAll(async () => {
  postgres = await startPostgres();
  admin = new Client(postgres.url);
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await postgres.close();
});

/** A file in the data directory of the server, which only its user may read. */
async function writeServerFile(name: string, content: string): Promise<void> {
  const lines = content
    .trim()
    .split("\n")
    .map((line) => `'${line}'`);
  await admin.query(`copy (select unnest(array[${lines.join()}])) to program 'umask 077; cat > ${name}'`);
}

const openWith = async (query: string): Promise<void> => {
  const database = await openDatabase({ databaseUrl: `${postgres.url}${query}`, dataDir: "unused" });
  await database.close();
};

describe("a server without TLS", () => {
  test.each(["require", "verify-full"])("asked for sslmode=%s: what to write", async (mode) => {
    await expect(openWith(`?sslmode=${mode}`)).rejects.toThrow(/does not support SSL.*write sslmode=disable/);
    await openWith("?sslmode=disable");
  });
});

describe("a server with a certificate of its own", () => {
  beforeAll(async () => {
    await writeServerFile("server.key", await readFile(new URL("postgres-key.pem", fixtures), "utf8"));
    await writeServerFile("server.crt", await readFile(certificate, "utf8"));
    await admin.query("alter system set ssl = on");
    await admin.query("select pg_reload_conf()");
    await vi.waitFor(() => openWith("?sslmode=no-verify"), { timeout: 10_000 });
  });

  test.each(["require", "verify-full"])("asked for sslmode=%s: what to write", async (mode) => {
    await expect(openWith(`?sslmode=${mode}`)).rejects.toThrow(
      /self-signed certificate.*sslmode=verify-full&sslrootcert=FILE .* or sslmode=no-verify/,
    );
  });

  test("for another name: what to write", async () => {
    await expect(openWith(`?sslmode=verify-full&sslrootcert=${certificate}`)).rejects.toThrow(
      /altnames.*uselibpqcompat=true&sslmode=verify-ca&sslrootcert=FILE/,
    );
    await openWith(`?uselibpqcompat=true&sslmode=verify-ca&sslrootcert=${certificate}`);
  });

  test("that takes nobody without TLS: what to write", async () => {
    await writeServerFile("pg_hba.conf", "hostssl all all all trust");
    await admin.query("select pg_reload_conf()");
    await vi.waitFor(() => expect(openWith("")).rejects.toThrow(/no encryption.*write sslmode=verify-full/), {
      timeout: 10_000,
    });
  });
});

test("no message about a connection has the password in it", async () => {
  const url = new URL(postgres.url);
  url.password = "wr0ng";
  for (const change of ["", "?sslmode=require", "?host=nowhere.invalid", "?port=1", "?options=-cnonsense"]) {
    const failure: unknown = await openDatabase({ databaseUrl: `${url.href}${change}`, dataDir: "unused" }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: "DatabaseError", code: "UNREACHABLE" });
    expect(inspect(failure, { depth: Infinity, showHidden: true, getters: true })).not.toContain("wr0ng");
  }
});
