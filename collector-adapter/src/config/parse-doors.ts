import { readPrefix } from "../http/base-path.ts";
import { ANY_ORIGIN, isOrigin } from "../http/cors.ts";
import { isOwnPath } from "../http/own-paths.ts";
import { ConfigError } from "../process/config-error.ts";
import { mayHoldPassword, quoteGiven } from "../process/quote-given.ts";

/** Where Runline listens, and who may come in. */
export interface Doors {
  port: number;
  /** A port for OTLP over gRPC beside `port`, which takes it as well; 0 = none. @defaultValue 4317, where nobody else has it */
  grpcPort?: number | undefined;
  /** Address to listen on; `localhost` is both loopback addresses of the machine. */
  host: string;
  token: string | undefined;
  /** Names under which Runline may be called without a token, beside this machine's own. @defaultValue none */
  allowHosts?: readonly string[] | undefined;
  /** Origins whose pages may send telemetry, `*` for all. @defaultValue none */
  corsOrigins?: readonly string[] | undefined;
  /** Where Runline is below the root of its address, such as `/runline`. @defaultValue the root */
  basePath?: string | undefined;
}

export const DEFAULT_PORT = 4318;
export const DEFAULT_HOST = "localhost";

export const DOOR_FLAGS = {
  port: { type: "string" },
  "grpc-port": { type: "string" },
  host: { type: "string" },
  token: { type: "string" },
  "allow-host": { type: "string", multiple: true },
  "cors-origin": { type: "string", multiple: true },
  "base-path": { type: "string" },
} as const;

type DoorFlags = { [Name in "port" | "grpc-port" | "host" | "token" | "base-path"]?: string | undefined } & {
  [Name in "allow-host" | "cors-origin"]?: string[] | undefined;
};

/** @throws ConfigError for a port outside 0 to 65535, or an open address without a token */
export function parseDoors(flags: DoorFlags, environment: NodeJS.ProcessEnv): Doors {
  const basePath = flags["base-path"] ?? environment["RUNLINE_BASE_PATH"];
  const grpcPort = flags["grpc-port"] ?? environment["RUNLINE_GRPC_PORT"];
  const doors: Doors = {
    port: parsePort(flags.port ?? (environment["RUNLINE_PORT"] || String(DEFAULT_PORT)), "--port or RUNLINE_PORT"),
    grpcPort: grpcPort ? parsePort(grpcPort, "--grpc-port or RUNLINE_GRPC_PORT") : undefined,
    host: parseHost(flags.host ?? (environment["RUNLINE_HOST"] || DEFAULT_HOST)),
    token: (flags.token ?? environment["RUNLINE_TOKEN"]) || undefined, // "" is what an unset variable of a shell leaves
    allowHosts: parseEach(flags["allow-host"], environment["RUNLINE_ALLOW_HOST"], parseAllowHost),
    corsOrigins: parseEach(flags["cors-origin"], environment["RUNLINE_CORS_ORIGIN"], parseCorsOrigin),
    basePath: basePath ? parseBasePath(basePath) : undefined,
  };
  if (isLoopback(doors.host) || doors.token) return doors;
  throw new ConfigError(
    `Listening on ${doors.host} lets others read what your agents do. Give a token (--token or RUNLINE_TOKEN), or listen on ${DEFAULT_HOST}.`,
  );
}

/** Whether only this machine can reach the address. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function parsePort(text: string, setting: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new ConfigError(`The port is ${quoteGiven(text)}; expected a whole number from 0 to 65535 (${setting}).`);
}

/** IPv6 may be in brackets, as in a URL. */
function parseHost(text: string): string {
  if (!mayHoldPassword(text)) return text.replace(/^\[(.*)\]$/, "$1");
  throw new ConfigError(`The host is ${quoteGiven(text)}; expected a name or IP address (--host or RUNLINE_HOST).`);
}

/** A flag that may come several times, else a variable with commas; without any of them nothing. */
function parseEach(
  flags: readonly string[] | undefined,
  variable: string | undefined,
  parse: (text: string) => string,
): string[] | undefined {
  const given = flags ?? variable?.split(",").filter((text) => text.trim() !== "") ?? [];
  return given.length === 0 ? undefined : given.map((text) => parse(text.trim()));
}

function parseAllowHost(text: string): string {
  if (/^[\da-z.-]+$/i.test(text)) return text.toLowerCase();
  throw new ConfigError(
    `A host to allow is ${quoteGiven(text)}; expected a name without scheme and port, such as runline.example.com ` +
      "(--allow-host or RUNLINE_ALLOW_HOST).",
  );
}

function parseCorsOrigin(text: string): string {
  if (text === ANY_ORIGIN || isOrigin(text)) return text;
  // An origin has a scheme, and what was meant as one may be shown unless there can be a user in it.
  const given = text.includes("@") ? quoteGiven(text) : `"${text}"`;
  throw new ConfigError(
    `The origin of pages is ${given}; expected scheme, host and port alone, such as http://localhost:3000, or * for all ` +
      "(--cors-origin or RUNLINE_CORS_ORIGIN).",
  );
}

function parseBasePath(text: string): string | undefined {
  const prefix = readPrefix(text);
  if (prefix !== undefined && isOwnPath(prefix)) {
    throw new ConfigError(
      `The base path is ${quoteGiven(text)}, and Runline has paths of its own that begin so; expected another one, such as /runline ` +
        "(--base-path or RUNLINE_BASE_PATH).",
    );
  }
  if (prefix !== undefined) return prefix === "" ? undefined : prefix;
  throw new ConfigError(
    `The base path is ${quoteGiven(text)}; expected a path such as /runline (--base-path or RUNLINE_BASE_PATH).`,
  );
}
