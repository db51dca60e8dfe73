import { join } from "node:path";
import { ATTR_MEMORY_ID } from "@runline/contract";
import { expect, test } from "vitest";
import { readWholeSpans } from "../../test-support/read-whole-spans.ts";
import { createClient } from "./support/call-api.ts";
import { createElizaDatabase, type ElizaDatabase } from "./support/eliza-database.ts";
import { createElizaLog, type ElizaLog, type ElizaRun } from "./support/eliza-log.ts";
import { useImporter } from "./support/use-importer.ts";
import { useServer } from "./support/use-server.ts";

// An import, to the end of the log, of an agent that is still writing it or was stopped a moment ago.
/** Of a machine whose clock is ahead: so the log is young, however slow the test is. */
const youngAt = Date.now() + 600_000;
const first = { name: "first", room: "north" };
const later = { name: "later", room: "south" };
const context = useServer("pglite");
const importer = useImporter(context);

test("an import brings the last steps whole, with what elizaOS writes of them meanwhile", async () => {
  const database = await createElizaDatabase("pglite");
  const log = createElizaLog(youngAt, "Ada");
  log.start(first, 0);
  log.call(first, 0.1, 0.15, { type: "TEXT_EMBEDDING" }); // to search; it has no event
  log.call(first, 0.3, 0.5, { type: "TEXT_EMBEDDING" });
  log.end(first, 0.8);
  const writer = await startWriting(database, log);
  log.embed(first, 1, { durationMs: 200 });
  await importer.importFrom(database, [], { onLine: writer.goOnAt(/^Waiting /) });
  await writer.isDone();
  expect(await readEmbeddings(log, first)).toEqual([
    { startedAt: log.startedAt + 100, memoryId: undefined },
    { startedAt: log.startedAt + 300, memoryId: log.toMessageId(first) },
  ]);
});

test("what begins while an import waits for the last steps comes with the next one", async () => {
  const database = await createElizaDatabase("postgres");
  const log = createElizaLog(youngAt, "Bea");
  log.start(first, 0);
  log.call(first, 0.1, 0.15, { type: "TEXT_EMBEDDING" });
  log.end(first, 1);
  const writer = await startWriting(database, log);
  log.start(later, 60);
  log.call(later, 60.1, 60.15, { type: "TEXT_EMBEDDING" });
  log.end(later, 61);
  const dataDir = join(importer.home, "later");
  const { said } = await importer.importFrom(database, [], { dataDir, onLine: writer.goOnAt(/^Waiting /) });
  await writer.isDone();
  expect(said).toContain("come with the next import");
  const client = createClient(context.url);
  const listRunIds = async () => (await client.listRuns(log.agentId)).runs.map(({ runId }) => runId);
  expect(await listRunIds()).toEqual([log.toRunId(first)]);
  expect(await readEmbeddings(log, first)).toEqual([{ startedAt: log.startedAt + 100, memoryId: undefined }]);

  await importer.importFrom(database, [], { dataDir });
  expect(await listRunIds()).toEqual([log.toRunId(later), log.toRunId(first)]);
  expect(await readEmbeddings(log, later)).toEqual([{ startedAt: log.startedAt + 60_100, memoryId: undefined }]);
});

/** Inserts the rows so far, and at a line of the import those that have come after them. */
async function startWriting(database: ElizaDatabase, log: ElizaLog) {
  const facts = { agentId: log.agentId, agentName: "Ada" };
  const count = log.rows.length;
  await database.insert(log.rows, facts);
  let inserted: Promise<void> | undefined;
  return {
    goOnAt: (pattern: RegExp) => (line: string) => {
      if (pattern.test(line)) inserted = database.insert(log.rows.slice(count), facts);
    },
    async isDone() {
      if (!inserted) throw new Error("The import did not say the line.");
      await inserted;
    },
  };
}

async function readEmbeddings(log: ElizaLog, run: ElizaRun) {
  const spans = await readWholeSpans(createClient(context.url), log.agentId, log.toRunId(run));
  const embeddings = spans.filter(({ kind }) => kind === "embedding");
  return embeddings.map(({ startedAt, attributes }) => ({ startedAt, memoryId: attributes[ATTR_MEMORY_ID] }));
}
