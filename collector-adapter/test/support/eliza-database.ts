import { rm } from "node:fs/promises";
import { Client } from "pg";
import { PGlite } from "pglite-elizaos";
import { onTestFinished } from "vitest";
import { copyDataDir, openPart } from "../../../test-support/open-part.ts";
import { createPostgresDatabase } from "../../../test-support/postgres-database.ts";
import type { ElizaRow } from "./eliza-log.ts";
import type { Engine } from "../../../test-support/test-database.ts";

/** A database as elizaOS 1.7 makes it, as far as it is read: `logs` has no key and no index. */
const SCHEMA = `
  create table agents (id uuid primary key, name text not null);
  create table entities (id uuid primary key, agent_id uuid not null, names text[] not null default '{}');
  create table rooms (id uuid primary key, agent_id uuid);
  create table memories (id uuid primary key, content jsonb not null);
  create table logs (
    id uuid not null default gen_random_uuid(), created_at timestamptz not null default now(),
    entity_id uuid not null, body jsonb not null, type text not null, room_id uuid not null
  );`;

/** What is in the database beside its log. */
interface ElizaFacts {
  agentId: string;
  agentName: string;
  /** By action id: what elizaOS remembers of an action. */
  memories?: ReadonlyMap<string, object>;
}

/** An elizaOS database of one test. */
export interface ElizaDatabase {
  /** For `--from`. */
  readonly from: string;
  insert(rows: readonly ElizaRow[], facts: ElizaFacts): Promise<void>;
  /** Any SQL. */
  run(sql: string): Promise<void>;
}

/**
 * Makes one on a Postgres server, or in a PGlite directory of elizaOS's version; it is gone when the test is over.
 *
 * @param database in the directory: that of PGlite 0.3, or `postgres`, that of the PGlite 0.4 of elizaOS 2.0
 */
export async function createElizaDatabase(engine: Engine, database = "template1"): Promise<ElizaDatabase> {
  const { from, query, drop } = await (engine === "pglite" ? createPGlite(database) : createPostgres());
  onTestFinished(drop);
  for (const statement of SCHEMA.split(";\n")) await query(statement, []);
  return {
    from,
    async insert(rows, { agentId, agentName, memories = new Map() }) {
      const rooms = [...new Set([agentId, ...rows.map(({ roomId }) => roomId)])];
      const entities = [...new Set(rows.map(({ entityId }) => entityId))];
      const add = (table: string, values: readonly object[]) =>
        query(
          `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::text::jsonb) on conflict do nothing`,
          [JSON.stringify(values)],
        );
      await add("agents", [{ id: agentId, name: agentName }]);
      await add(
        "rooms",
        rooms.map((id) => ({ id, agent_id: agentId })),
      );
      await add(
        "entities",
        entities.map((id) => ({ id, agent_id: agentId, names: [`Guest ${id.slice(0, 4)}`] })),
      );
      await add(
        "memories",
        [...memories].map(([id, content]) => ({ id, content })),
      );
      await add(
        "logs",
        rows.map(({ id, at, entityId, roomId, type, body }) => {
          const created_at = new Date(at).toISOString();
          return { id, created_at, entity_id: entityId, room_id: roomId, type, body };
        }),
      );
    },
    async run(sql) {
      await query(sql, []);
    },
  };
}

interface Opened {
  from: string;
  query: (sql: string, values: unknown[]) => Promise<void>;
  drop: () => Promise<void>;
}

async function createPGlite(name: string): Promise<Opened> {
  const from = await copyDataDir("elizaos-pglite");
  const database = await PGlite.create(from, { database: name });
  return {
    from,
    query: async (sql, values) => void (await database.query(sql, values)),
    async drop() {
      await database.close();
      await rm(from, { recursive: true, force: true });
    },
  };
}

async function createPostgres(): Promise<Opened> {
  const { url, drop } = await createPostgresDatabase(await openPart("postgres"));
  const client = new Client(url);
  await client.connect();
  return {
    from: url,
    query: async (sql, values) => void (await client.query(sql, values)),
    async drop() {
      await client.end();
      await drop();
    },
  };
}
