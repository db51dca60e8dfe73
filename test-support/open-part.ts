import { cpSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where test files ask for a shared part; see `openPart`. */
    partsUrl: string;
  }
}

/**
 * What all test files share: initialised data directories to be copied, of Runline, of elizaOS with its tables and of elizaOS's
 * PGlite without any; a Postgres server, by TCP and by its socket, on it databases with Runline's and with elizaOS's tables, to be
 * copied as well; and a browser.
 */
export type SharedPart =
  | DataDirPart
  | "postgres"
  | "postgres-socket"
  | "runline-postgres"
  | "elizaos-postgres"
  | "browser";
type DataDirPart = "pglite" | "elizaos" | "elizaos-pglite";

/** Starts the part if no other test file has, and says where it is: a folder or an address. */
export async function openPart(part: SharedPart): Promise<string> {
  const response = await fetch(`${inject("partsUrl")}/${part}`);
  const answer = await response.text();
  if (!response.ok) throw new Error(`The shared ${part} did not start: ${answer}`);
  return answer;
}

/** A copy of an initialised data directory; the caller deletes it. Not file by file in the background, which takes five times the CPU time. */
export async function copyDataDir(part: DataDirPart): Promise<string> {
  const template = await openPart(part);
  const dataDir = await mkdtemp(join(tmpdir(), `runline-test-${part}-`));
  cpSync(template, dataDir, { recursive: true });
  return dataDir;
}
