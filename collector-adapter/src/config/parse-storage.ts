import { isAbsolute } from "node:path";
import { parseBytes } from "../process/bytes.ts";
import { ConfigError } from "../process/config-error.ts";
import { parsePostgresUrl } from "../process/parse-postgres-url.ts";
import { mayHoldPassword, quoteGiven } from "../process/quote-given.ts";
import { readOptional, readSwitch } from "./read-variable.ts";

/** Where spans are kept. */
export interface DatabaseConfig {
  dataDir: string;
  databaseUrl: string | undefined;
  /** Most connections to Postgres. @defaultValue 10 */
  databaseConnections?: number | undefined;
  /** Whether what is stored in the embedded database survives a power cut. @defaultValue false */
  isDurable?: boolean | undefined;
}

/** How long they are kept. */
export interface RetentionConfig {
  /** How many days before today are kept. @defaultValue all */
  keepDays?: number | undefined;
  /** What all tables may take on the disk. @defaultValue any amount */
  keepBytes?: number | undefined;
}

export const DEFAULT_DATA_DIR = ".runline";
export const DEFAULT_CONNECTIONS = 10;
/** Beyond this a server has more to do with connections than with rows; the default of Postgres is 100 for all its clients. */
const MAX_CONNECTIONS = 1000;

/** Flags of every command that opens the database. */
export const DATABASE_FLAGS = {
  "data-dir": { type: "string" },
  durable: { type: "boolean" },
  "database-url": { type: "string" },
  "database-connections": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

export const RETENTION_FLAGS = { keep: { type: "string" }, "keep-bytes": { type: "string" } } as const;

type DatabaseFlags = { [Name in "data-dir" | "database-url" | "database-connections"]?: string | undefined } & {
  durable?: boolean | undefined;
};

/** @throws ConfigError for an address that is none of Postgres, and for a folder that is an address */
export function parseDatabase(flags: DatabaseFlags, environment: NodeJS.ProcessEnv): DatabaseConfig {
  const databaseUrl = flags["database-url"] ?? (environment["DATABASE_URL"] || undefined);
  if (databaseUrl) parsePostgresUrl(databaseUrl, "The database URL (--database-url or DATABASE_URL)");
  const dataDir = flags["data-dir"] ?? (environment["RUNLINE_DATA_DIR"] || DEFAULT_DATA_DIR);
  if (mayHoldPassword(dataDir) && !isAbsolute(dataDir)) {
    throw new ConfigError(
      "The data directory is an address of something else; expected a folder (--data-dir or RUNLINE_DATA_DIR). " +
        "The address of a Postgres belongs to --database-url.",
    );
  }
  return {
    dataDir,
    isDurable: flags.durable ?? readSwitch("RUNLINE_DURABLE", environment),
    databaseUrl,
    databaseConnections: parseConnections(
      flags["database-connections"] ?? (environment["RUNLINE_DATABASE_CONNECTIONS"] || String(DEFAULT_CONNECTIONS)),
    ),
  };
}

/** @throws ConfigError for what is not a number of days or bytes */
export function parseRetention(
  flags: { keep?: string | undefined; "keep-bytes"?: string | undefined },
  environment: NodeJS.ProcessEnv,
): RetentionConfig {
  return {
    keepDays: readOptional(flags.keep ?? environment["RUNLINE_KEEP"], parseKeep),
    keepBytes: readOptional(flags["keep-bytes"] ?? environment["RUNLINE_KEEP_BYTES"], parseKeepBytes),
  };
}

function parseConnections(text: string): number {
  const connections = Number(text);
  if (/^\d+$/.test(text) && connections >= 1 && connections <= MAX_CONNECTIONS) return connections;
  throw new ConfigError(
    `The number of database connections is ${quoteGiven(text)}; expected a whole number from 1 to ${MAX_CONNECTIONS} ` +
      "(--database-connections or RUNLINE_DATABASE_CONNECTIONS).",
  );
}

function parseKeep(text: string): number {
  const days = Number(/^(\d{1,5})d$/.exec(text)?.[1]);
  if (days >= 1) return days;
  throw new ConfigError(
    `What is to be kept is ${quoteGiven(text)}; expected a number of days from 1 on, such as 30d (--keep or RUNLINE_KEEP).`,
  );
}

function parseKeepBytes(text: string): number {
  const bytes = parseBytes(text);
  if (bytes !== undefined && bytes > 0) return bytes;
  throw new ConfigError(
    `What is to be kept is ${quoteGiven(text)}; expected an amount such as 500MB or 20GB (--keep-bytes or RUNLINE_KEEP_BYTES).`,
  );
}
