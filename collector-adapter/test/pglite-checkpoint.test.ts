import { expect, test } from "vitest";
import { checkpointWhenDue } from "../src/database/pglite-checkpoint.ts";
import { useDatabase } from "./support/use-database.ts";

const MIB = 1024 * 1024;

const context = useDatabase("pglite");

test("the write-ahead log of PGlite is let go of when it has become long, and not before", async () => {
  const { database } = context;
  await database.query({ text: "create table filler as select repeat('x', 1000) from generate_series(1, 8000)" });
  expect(await checkpointWhenDue(database, 64 * MIB)).toBe(false);
  expect(await checkpointWhenDue(database, 4 * MIB)).toBe(true);
  expect(await checkpointWhenDue(database, 4 * MIB)).toBe(false);
});
