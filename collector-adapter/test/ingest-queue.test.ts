import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../src/database/open-database.ts";
import type { Database } from "../src/database/database.ts";
import { createIngestQueue } from "../src/ingest/ingest-queue.ts";
import { readSpans } from "../src/ingest/read-spans.ts";
import type { Part } from "../src/ingest/span-parts.ts";
import { createLogger } from "../src/process/create-logger.ts";
import { createSpanStore, type SpanStore } from "../src/store/span-store.ts";
import { encodeJson } from "./support/otlp-encoder.ts";
import { createTestDatabase, type TestDatabase } from "../../test-support/test-database.ts";
import { createTestRun, type TestRun } from "./support/test-run.ts";
import { toTraceRequest } from "./support/test-span.ts";

let data: TestDatabase;
let database: Database;
let store: SpanStore;

beforeAll(async () => {
  data = await createTestDatabase("postgres");
  database = await openDatabase(data.options);
  store = createSpanStore({
    database,
    logger: createLogger("silent").logger,
    onCommit: () => {},
    onErased: () => {},
    isWatched: () => false,
  });
  await store.makeDays([0, 1].map((days) => Math.floor(Date.now() / 86_400_000) - days));
});
afterAll(async () => {
  await store.close();
  await database.close();
  await data.drop();
});

const toParts = (run: TestRun): Part[] =>
  readSpans({ signal: "traces", body: encodeJson(toTraceRequest([run.root()])), encoding: "json" }).parts;

test("a part that cannot be read fails its own request, and those that are written with it are stored", async () => {
  const queue = createIngestQueue(store);
  const [before, broken, after] = [createTestRun(), createTestRun(), createTestRun()];
  const reason = new Error("incorrect data check");
  const readBroken = () => {
    throw reason;
  };
  const requests = [
    toParts(before),
    [...toParts(broken).map((part) => ({ ...part, read: readBroken })), ...toParts(createTestRun())],
    toParts(after),
  ];

  expect(await Promise.allSettled(requests.map((parts) => queue.write(parts)))).toEqual([
    { status: "fulfilled", value: [] },
    { status: "rejected", reason },
    { status: "fulfilled", value: [] },
  ]);
  const stored = await database.query<{ id: string }>({ text: "select run_id as id from runs" });
  expect(stored.map(({ id }) => id)).toEqual(expect.arrayContaining([before.runId, after.runId]));
});

test("is closed once what is being written is committed", async () => {
  const queue = createIngestQueue(store);
  const [part] = toParts(createTestRun());
  if (part === undefined) throw new Error("The request has no part.");
  let beginReading = (): void => {};
  const isRead = new Promise<void>((resolve) => {
    beginReading = resolve;
  });
  const read: Part["read"] = () => {
    beginReading();
    return part.read();
  };
  const written = queue.write([{ ...part, read }]);

  await isRead;
  await queue.close();
  // The sender hears of it in the turn of the event loop in which the queue is closed.
  const nextTurn = new Promise((resolve) => setImmediate(resolve, "still being written"));
  expect(await Promise.race([written, nextTurn])).toEqual([]);
  await written;
});
