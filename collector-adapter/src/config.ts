import { isAbsolute } from "node:path";
import type { DeleteOptions } from "./delete-command.ts";
import type { DatabaseOptions } from "./database/open-database.ts";
import { parseImportOptions, type ImportOptions } from "./import/parse-import-options.ts";
import type { LinkTemplate } from "@runline/contract";
import { DEFAULT_HOST, DEFAULT_PORT, DOOR_FLAGS, parseDoors, type Doors } from "./parse-doors.ts";
import type { PriceOptions } from "./prices/create-estimate.ts";
import { parseBytes } from "./process/bytes.ts";
import { ConfigError } from "./process/config-error.ts";
import { parseLinks } from "./process/parse-links.ts";
import { parsePostgresUrl } from "./process/parse-postgres-url.ts";
import { parseFlags } from "./process/parse-flags.ts";
import { mayHoldPassword, quoteGiven } from "./process/quote-given.ts";
import { toUuid } from "./uuid.ts";

/** How the process is to run, from flags and environment; a flag beats its variable. */
export interface Config extends Doors, PriceOptions {
  dataDir: string;
  databaseUrl: string | undefined;
  /** Most connections to Postgres. @defaultValue 10 */
  databaseConnections?: number | undefined;
  /** Whether what is stored in the embedded database survives a power cut. @defaultValue false */
  isDurable?: boolean | undefined;
  /** How many days before today are kept. @defaultValue all */
  keepDays?: number | undefined;
  /** What all tables may take on the disk. @defaultValue any amount */
  keepBytes?: number | undefined;
  /** Ways out of the pages, to what other programs know of a run or span. @defaultValue none */
  links?: readonly LinkTemplate[] | undefined;
  logLevel: string;
}

/** What the command line asks for. */
export type Command =
  | { name: "serve"; config: Config }
  | { name: "import"; options: ImportOptions }
  | { name: "rebuild"; options: DatabaseOptions & PriceOptions }
  | { name: "delete"; options: DeleteOptions }
  | { name: "help" }
  | { name: "import-help" }
  | { name: "rebuild-help" }
  | { name: "delete-help" }
  | { name: "version" };

const DEFAULT_ADDRESS = `http://127.0.0.1:${DEFAULT_PORT}`;
const DEFAULT_DATA_DIR = ".runline";

const DEFAULT_CONNECTIONS = 10;
/** Beyond this a server has more to do with connections than with rows; the default of Postgres is 100 for all its clients. */
const MAX_CONNECTIONS = 1000;

const LOG_LEVELS = ["silent", "error", "warn", "info", "debug"];

export const HELP = `Runline: a timeline of what your AI agents do.
Receives OpenTelemetry traces, keeps them, and shows every run in the browser.

Usage: runline [options]
       runline import --from SOURCE    takes over the runs of an elizaOS database; see runline import --help
       runline rebuild [options]       computes all runs again; see runline rebuild --help
       runline delete --agent ID …     deletes runs for good; see runline delete --help

Options (and the variable that sets the same):
  --port N            port for everything: traces, API, viewer   RUNLINE_PORT      ${DEFAULT_PORT}; 0 = any free one
  --grpc-port N       one more, where SDKs send OTLP over gRPC   RUNLINE_GRPC_PORT  4317 where that is free; 0 = none
  --host H            address to listen on                       RUNLINE_HOST      ${DEFAULT_HOST}: 127.0.0.1 and ::1
  --data-dir DIR      where the embedded database keeps its files  RUNLINE_DATA_DIR  ${DEFAULT_DATA_DIR}
  --durable           let that survive power cuts as well        RUNLINE_DURABLE   off; 1 = on
  --database-url URL  use this Postgres instead                  DATABASE_URL      postgres://user:password@host:5432/name
  --database-connections N  at most so many connections to it   RUNLINE_DATABASE_CONNECTIONS  ${DEFAULT_CONNECTIONS}
  --token T           require "Authorization: Bearer T"          RUNLINE_TOKEN     needed for any host but loopback
  --allow-host NAME   answer under this name without a token, too  RUNLINE_ALLOW_HOST  several: again, or with commas in the variable
  --cors-origin ORIGIN  let agents in pages of this origin send  RUNLINE_CORS_ORIGIN  such as http://localhost:3000; several: the same
  --base-path PATH    where a proxy shows Runline                RUNLINE_BASE_PATH  such as /runline
  --keep DAYS         drop whole days older than this, such as 30d  RUNLINE_KEEP    nothing is dropped
  --keep-bytes SIZE   drop the oldest days beyond this, such as 20GB  RUNLINE_KEEP_BYTES  nothing is dropped
  --link NAME=URL     a way from runs and spans to another program  RUNLINE_LINKS  http://127.0.0.1:16686/trace/{traceId}
  --prices FILE       prices of your own for calls that tell none  RUNLINE_PRICES    JSON, see docs/costs.md
  --no-price-estimates  do not estimate by the public price list  RUNLINE_PRICE_ESTIMATES  on; 0 = off
  --help              this text
  --version           the version

RUNLINE_LOG_LEVEL sets what goes to stderr: ${LOG_LEVELS.join(", ")} (warn).

Send traces: point any OpenTelemetry SDK at it, OTEL_EXPORTER_OTLP_ENDPOINT=${DEFAULT_ADDRESS}
Look at them: open ${DEFAULT_ADDRESS} in a browser.
`;

export const REBUILD_HELP = `Computes all runs again from the spans that are kept, with the prices of today. Where nothing was wrong, and no
price is another one, nothing changes.
With the embedded database, stop Runline first; with Postgres it may go on running.

Usage: runline rebuild [options]

Options (and the variable that sets the same):
  --data-dir DIR      where the embedded database keeps its files  RUNLINE_DATA_DIR  ${DEFAULT_DATA_DIR}
  --durable           let that survive power cuts as well        RUNLINE_DURABLE   off; 1 = on
  --database-url URL  use this Postgres instead                  DATABASE_URL      postgres://user:password@host:5432/name
  --database-connections N  at most so many connections to it   RUNLINE_DATABASE_CONNECTIONS  ${DEFAULT_CONNECTIONS}
  --prices FILE       prices of your own for calls that tell none  RUNLINE_PRICES    JSON, see docs/costs.md
  --no-price-estimates  do not estimate by the public price list  RUNLINE_PRICE_ESTIMATES  on; 0 = off
  --help              this text
`;

export const DELETE_HELP = `Deletes runs for good: their spans with all content, and whatever else is stored of them.
With the embedded database, stop Runline first; with Postgres it may go on running.
Says at the end how many runs and spans are gone, and counts what is left of them in all tables: 0.

Usage: runline delete --agent ID | --room ID | --user ID | --run ID [options]

What to delete, one of:
  --agent ID          all runs of an agent
  --room ID           all runs in a room; a conversation's or session's own id is understood, too
  --user ID           all runs that a user has asked for (entityId in the API); a user's own id is understood, too
  --run ID            one run
Where others have runs in the same trace, theirs stay.

Options (and the variable that sets the same):
  --yes               do not ask; needed where nobody can be asked
  --data-dir DIR      where the embedded database keeps its files  RUNLINE_DATA_DIR  ${DEFAULT_DATA_DIR}
  --durable           let that survive power cuts as well        RUNLINE_DURABLE   off; 1 = on
  --database-url URL  use this Postgres instead                  DATABASE_URL      postgres://user:password@host:5432/name
  --database-connections N  at most so many connections to it   RUNLINE_DATABASE_CONNECTIONS  ${DEFAULT_CONNECTIONS}
  --help              this text
`;

/**
 * Reads flags and environment.
 *
 * @throws ConfigError for unknown flags, a port that is no port, or an open address without a token
 * @example parseCommand(["--port", "4400"], process.env)
 */
export function parseCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  if (args[0] === "import") {
    const options = parseImportOptions(args.slice(1), environment);
    return options === "help" ? { name: "import-help" } : { name: "import", options };
  }
  if (args[0] === "rebuild") return parseRebuild(args.slice(1), environment);
  if (args[0] === "delete") return parseDelete(args.slice(1), environment);
  const flags = parseFlags(args, SERVE_FLAGS, "runline");
  if (flags.help) return { name: "help" };
  if (flags.version) return { name: "version" };
  const config: Config = {
    ...parseDoors(flags, environment),
    ...parseDatabase(flags, environment),
    ...parsePrices(flags, environment),
    keepDays: readOptional(flags.keep ?? environment["RUNLINE_KEEP"], parseKeep),
    keepBytes: readOptional(flags["keep-bytes"] ?? environment["RUNLINE_KEEP_BYTES"], parseKeepBytes),
    links: parseLinks(flags.link, environment["RUNLINE_LINKS"]),
    logLevel: parseLogLevel(environment["RUNLINE_LOG_LEVEL"] || "warn"),
  };
  return { name: "serve", config };
}

function parseRebuild(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const flags = parseFlags(args, REBUILD_FLAGS, "runline rebuild");
  if (flags.help) return { name: "rebuild-help" };
  return { name: "rebuild", options: { ...parseDatabase(flags, environment), ...parsePrices(flags, environment) } };
}

function parseDelete(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const flags = parseFlags(args, DELETE_FLAGS, "runline delete");
  if (flags.help) return { name: "delete-help" };
  const owners = OWNERS.flatMap((kind) => (flags[kind] === undefined ? [] : [{ kind, id: flags[kind] }]));
  const [owner] = owners;
  if (owner === undefined || owners.length > 1 || owner.id.trim() === "") {
    const names = OWNERS.map((kind) => `--${kind} ID`).join(", ");
    throw new ConfigError(`What to delete is one of ${names}; found ${owners.length}. See runline delete --help.`);
  }
  return {
    name: "delete",
    options: {
      owner: { kind: owner.kind, id: toUuid(owner.id) },
      isSure: flags.yes ?? false,
      database: parseDatabase(flags, environment),
    },
  };
}

type DatabaseFlags = { [Name in "data-dir" | "database-url" | "database-connections"]?: string | undefined } & {
  durable?: boolean | undefined;
};

function parseDatabase(
  flags: DatabaseFlags,
  environment: NodeJS.ProcessEnv,
): Pick<Config, "dataDir" | "isDurable" | "databaseUrl" | "databaseConnections"> {
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
    isDurable: flags.durable ?? readOptional(environment["RUNLINE_DURABLE"], parseDurable),
    databaseUrl,
    databaseConnections: parseConnections(
      flags["database-connections"] ?? (environment["RUNLINE_DATABASE_CONNECTIONS"] || String(DEFAULT_CONNECTIONS)),
    ),
  };
}

function parsePrices(
  flags: { prices?: string | undefined; "no-price-estimates"?: boolean | undefined },
  environment: NodeJS.ProcessEnv,
): PriceOptions {
  const isOff = flags["no-price-estimates"] ?? false;
  return {
    prices: flags.prices ?? (environment["RUNLINE_PRICES"] || undefined),
    estimatesPrices: !isOff && (readOptional(environment["RUNLINE_PRICE_ESTIMATES"], parseEstimates) ?? true),
  };
}

const DATABASE_FLAGS = {
  "data-dir": { type: "string" },
  durable: { type: "boolean" },
  "database-url": { type: "string" },
  "database-connections": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const PRICE_FLAGS = { prices: { type: "string" }, "no-price-estimates": { type: "boolean" } } as const;

const REBUILD_FLAGS = { ...DATABASE_FLAGS, ...PRICE_FLAGS } as const;

const OWNERS = ["agent", "room", "user", "run"] as const;

const DELETE_FLAGS = {
  ...DATABASE_FLAGS,
  agent: { type: "string" },
  room: { type: "string" },
  user: { type: "string" },
  run: { type: "string" },
  yes: { type: "boolean" },
} as const;

const SERVE_FLAGS = {
  ...DATABASE_FLAGS,
  ...DOOR_FLAGS,
  ...PRICE_FLAGS,
  keep: { type: "string" },
  "keep-bytes": { type: "string" },
  link: { type: "string", multiple: true },
  version: { type: "boolean" },
} as const;

function parseConnections(text: string): number {
  const connections = Number(text);
  if (/^\d+$/.test(text) && connections >= 1 && connections <= MAX_CONNECTIONS) return connections;
  throw new ConfigError(
    `The number of database connections is ${quoteGiven(text)}; expected a whole number from 1 to ${MAX_CONNECTIONS} ` +
      "(--database-connections or RUNLINE_DATABASE_CONNECTIONS).",
  );
}

/** A variable that is empty is not set. */
function readOptional<T>(text: string | undefined, parse: (text: string) => T): T | undefined {
  return text === undefined || text === "" ? undefined : parse(text);
}

const parseDurable = (text: string) => parseSwitch("RUNLINE_DURABLE", text);
const parseEstimates = (text: string) => parseSwitch("RUNLINE_PRICE_ESTIMATES", text);

function parseSwitch(variable: string, text: string): boolean {
  if (text === "1" || text === "0") return text === "1";
  throw new ConfigError(`${variable} is ${quoteGiven(text)}; expected 1 or 0.`);
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

function parseLogLevel(text: string): string {
  if (LOG_LEVELS.includes(text)) return text;
  throw new ConfigError(`RUNLINE_LOG_LEVEL is ${quoteGiven(text)}; expected one of ${LOG_LEVELS.join(", ")}.`);
}
