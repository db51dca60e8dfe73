import pino from "pino";
import type { Database } from "../../src/database/database.ts";
import { createSpanStore } from "../../src/store/span-store.ts";

/** Settles what is marked, but for folds of more than 5,000 spans. */
export async function settleAll(database: Database): Promise<void> {
  const store = createSpanStore({
    database,
    logger: pino({ level: "silent" }),
    onCommit: () => {},
    onErased: () => {},
    isWatched: () => false,
  });
  await store.settle();
  await store.close();
}
