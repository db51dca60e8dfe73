import type { LogStore } from "./log-store.ts";
import { createPGliteStore } from "./pglite-store.ts";
import { createPostgresStore } from "./postgres-store.ts";

/** The database that `--from` names; nothing is opened yet. */
export function createLogStore(from: string, say: (line: string) => void): LogStore {
  if (/^postgres(ql)?:\/\//.test(from)) return createPostgresStore(from);
  return createPGliteStore(from.replace(/^file:\/\//, ""), say);
}
