import pino from "pino";
import type { Database } from "../../src/database/database.ts";
import { createFoldCache } from "../../src/store/fold-cache.ts";
import { createReaderSettler } from "../../src/store/reader-settler.ts";

/** Settles what is marked, but for folds of more than 5,000 spans. */
export async function settleAll(database: Database): Promise<void> {
  const readers = createReaderSettler({
    database,
    cache: createFoldCache(),
    logger: pino({ level: "silent" }),
    onCommit: () => {},
  });
  await readers.settle();
  await readers.close();
}
