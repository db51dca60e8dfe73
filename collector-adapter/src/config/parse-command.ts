import type { LinkTemplate } from "@runline/contract";
import type { DatabaseOptions } from "../database/open-database.ts";
import type { DeleteOptions } from "../delete-command.ts";
import { parseImportOptions, type ImportOptions } from "../import/parse-import-options.ts";
import type { PriceOptions } from "../prices/create-estimate.ts";
import { ConfigError } from "../process/config-error.ts";
import { parseFlags } from "../process/parse-flags.ts";
import { quoteGiven } from "../process/quote-given.ts";
import { toUuid } from "../uuid.ts";
import { DOOR_FLAGS, parseDoors, type Doors } from "./parse-doors.ts";
import { parseLinks } from "./parse-links.ts";
import {
  DATABASE_FLAGS,
  parseDatabase,
  parseRetention,
  RETENTION_FLAGS,
  type DatabaseConfig,
  type RetentionConfig,
} from "./parse-storage.ts";
import { readSwitch } from "./read-variable.ts";

/** How the process is to run, from flags and environment; a flag beats its variable. */
export interface Config extends Doors, DatabaseConfig, RetentionConfig, PriceOptions {
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

export const LOG_LEVELS = ["silent", "error", "warn", "info", "debug"];

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
  ...RETENTION_FLAGS,
  link: { type: "string", multiple: true },
  version: { type: "boolean" },
} as const;

/**
 * Reads flags and environment.
 *
 * @throws ConfigError for unknown flags, a port outside 0 to 65535, or an open address without a token
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
    ...parseRetention(flags, environment),
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

function parsePrices(
  flags: { prices?: string | undefined; "no-price-estimates"?: boolean | undefined },
  environment: NodeJS.ProcessEnv,
): PriceOptions {
  const isOff = flags["no-price-estimates"] ?? false;
  return {
    prices: flags.prices ?? (environment["RUNLINE_PRICES"] || undefined),
    estimatesPrices: !isOff && (readSwitch("RUNLINE_PRICE_ESTIMATES", environment) ?? true),
  };
}

function parseLogLevel(text: string): string {
  if (LOG_LEVELS.includes(text)) return text;
  throw new ConfigError(`RUNLINE_LOG_LEVEL is ${quoteGiven(text)}; expected one of ${LOG_LEVELS.join(", ")}.`);
}
