import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { expect, test } from "vitest";
import { openDurablePGlite } from "../src/database/durable-pglite.js";
import { watchDisk } from "./support/power-cut.ts";
import { createTestDatabase } from "../../test-support/test-database.ts";

async function insertNumbers(database: PGlite, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) await database.query("insert into numbers values ($1, repeat('x', 20000))", [n]);
}

test("a power cut takes nothing of what a durable database has committed", async () => {
  const data = await createTestDatabase("pglite");
  const dataDir = join(data.options.dataDir, "pglite");
  const disk = watchDisk();
  const database = await openDurablePGlite(dataDir);
  await database.exec("create table numbers (n int, filler text)");
  await insertNumbers(database, 1, 5);
  await database.exec("checkpoint"); // the log from before is not read any more, but the files of the table are
  await database.exec("update numbers set n = n + 100 where n = 3");
  await insertNumbers(database, 6, 10);
  const afterCut = join(data.options.dataDir, "after");
  disk.cutPower(dataDir, afterCut);

  const restarted = await PGlite.create(afterCut);
  const { rows } = await restarted.query<{ n: number }>("select n from numbers order by n");
  expect(rows.map(({ n }) => n)).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10, 103]);
  await restarted.close();
  await database.close();
  await data.drop();
});
