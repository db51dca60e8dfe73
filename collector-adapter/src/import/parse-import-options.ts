import { existsSync } from "node:fs";
import { ConfigError } from "../process/config-error.ts";
import { parseFlags } from "../process/parse-flags.ts";
import { mayHoldPassword, quoteGiven } from "../process/quote-given.ts";

const DEFAULT_TO = "http://127.0.0.1:4318";
const DEFAULT_DATA_DIR = ".runline";

const FLAGS = {
  from: { type: "string" },
  to: { type: "string" },
  token: { type: "string" },
  agent: { type: "string" },
  since: { type: "string" },
  follow: { type: "boolean" },
  "capture-content": { type: "boolean" },
  "data-dir": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** What to import and where to. */
export interface ImportOptions {
  /** `postgres://…` or a PGlite directory. */
  from: string;
  /** Address of a running Runline, without a slash at its end. */
  to: string;
  token: string | undefined;
  /** Id or name of the only agent to import. */
  agent: string | undefined;
  /** Runs that started before this are left out; ms since the epoch. */
  since: number | undefined;
  follow: boolean;
  captureContent: boolean;
  /** Where it is kept how far the import has come. */
  dataDir: string;
}

export const IMPORT_HELP = `Rebuilds runs from the logs of an elizaOS database and sends them to a running Runline.
The database is only read. A second import of the same database goes on where the first one stopped.

Usage: runline import --from SOURCE [options]

  --from SOURCE       postgres://user:password@host:5432/name, or the directory of elizaOS's embedded database,
                      such as .eliza/.elizadb; a directory is copied first, so that the agent may go on using it

Options (and the variable that sets the same):
  --to URL            the Runline to send to                                        ${DEFAULT_TO}
  --token T           its token                                  RUNLINE_TOKEN
  --agent A           only this agent: its id or its name
  --since TIME        only runs that started at or after it, such as 2026-11-01 or 2026-11-01T09:30:00Z
  --follow            then keep going and import new runs until Ctrl-C
  --capture-content   also messages, prompts, answers and results, each cut to 16,384 characters
  --data-dir DIR      keeps in DIR/import how far it has come    RUNLINE_DATA_DIR   ${DEFAULT_DATA_DIR}
  --help              this text

Runs that Runline has recorded itself, through the plugin, are left as they are. elizaOS's logs do not say which of
several runs at the same time a model call belongs to: such calls are marked. More in docs/import.md.
`;

/**
 * Reads flags and environment of `runline import`.
 *
 * @returns `"help"` when that is what was asked for
 * @throws ConfigError naming the flag
 * @example parseImportOptions(["--from", ".eliza/.elizadb"], process.env)
 */
export function parseImportOptions(args: readonly string[], environment: NodeJS.ProcessEnv): ImportOptions | "help" {
  const flags = parseFlags(args, FLAGS, "runline import");
  if (flags.help) return "help";
  if (!flags.from) {
    throw new ConfigError("Say what to import: --from postgres://… or --from DIRECTORY. See runline import --help.");
  }
  // A folder may have such a name, but then there is one.
  if (!/^postgres(ql)?:\/\//.test(flags.from) && mayHoldPassword(flags.from) && !isFolder(flags.from)) {
    throw new ConfigError("--from is neither the address of a Postgres (postgres://…) nor a directory.");
  }
  return {
    from: flags.from,
    to: parseUrl(flags.to ?? DEFAULT_TO),
    token: flags.token ?? (environment["RUNLINE_TOKEN"] || undefined),
    agent: flags.agent,
    since: flags.since === undefined ? undefined : parseTime(flags.since),
    follow: flags.follow ?? false,
    captureContent: flags["capture-content"] ?? false,
    dataDir: flags["data-dir"] ?? (environment["RUNLINE_DATA_DIR"] || DEFAULT_DATA_DIR),
  };
}

function isFolder(from: string): boolean {
  return existsSync(from.replace(/^file:\/\//, ""));
}

function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.username || url?.password)
    throw new ConfigError("--to holds a user or password; expected only the address. Use --token T.");
  if ((url?.protocol === "http:" || url?.protocol === "https:") && !url.search && !url.hash)
    return text.replace(/\/+$/, "");
  throw new ConfigError(`--to is ${quoteGiven(text)}; expected the address of a Runline, such as ${DEFAULT_TO}.`);
}

function parseTime(text: string): number {
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(time)) return time;
  throw new ConfigError(`--since is ${quoteGiven(text)}; expected a time such as 2026-11-01 or 2026-11-01T09:30:00Z.`);
}
