import type { Logger } from "pino";
import type { Database } from "../database/database.ts";
import type { CommitResult } from "../records/commit.ts";
import type { FoldCache } from "./fold-cache.ts";

/** What folds are settled with. */
export interface SettlerOptions {
  database: Database;
  cache: FoldCache;
  logger: Logger;
  onCommit: (result: CommitResult) => void;
}
