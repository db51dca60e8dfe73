import type { ClientConfig } from "pg";
import { parseIntoClientConfig } from "pg-connection-string";
import { ConfigError } from "./config-error.ts";

/** Where a Postgres is: for the driver, and for people. */
export interface PostgresAddress {
  /** As `pg` takes it. Has the password. */
  config: ClientConfig;
  /** What tells it from other databases, without password. @example "postgres://runline:***@db.example:5432/runs" */
  description: string;
}

/** Parameters of the address that say which database it is; others may be secrets. */
const TOLD_PARAMETERS = new Set(["host", "port", "user", "database", "dbname", "sslmode"]);
/** What the driver knows. Others it would take for "TLS, with a certificate that is checked", and say nothing. */
const SSL_MODES = ["disable", "no-verify", "prefer", "require", "verify-ca", "verify-full"];
/** May hold an `@` as it is. */
const FREE_PARAMETERS = new Set(["user", "password", "application_name"]);

/**
 * Reads the address of a Postgres.
 *
 * An address that cannot be read is told by its faults alone and never shown, not even in a `cause`: nobody knows which part
 * of it is the password. That goes as well for one in which the password has an `@ / ? #` that is not escaped, since the rest
 * of it then stands where the host or the database should.
 *
 * @param setting - where the address was given, for the message
 * @throws ConfigError
 * @example parsePostgresUrl(url, "--database-url (DATABASE_URL)").description
 */
export function parsePostgresUrl(text: string, setting: string): PostgresAddress {
  const address = text.trim();
  if (!/^postgres(ql)?:\/\//i.test(address)) {
    throw new ConfigError(`${setting} must begin with postgres://, as in ${EXAMPLE}.`);
  }
  const url = toUrl(address);
  if (url === undefined || isTorn(url)) {
    throw new ConfigError(
      `${setting} is not an address of a Postgres; expected ${EXAMPLE}. ` +
        "Characters such as # / ? @ : % in a password are written as %23 %2F %3F %40 %3A %25.",
    );
  }
  const sslMode = url.searchParams.get("sslmode");
  if (sslMode !== null && !SSL_MODES.includes(sslMode)) {
    throw new ConfigError(`${setting} has an unknown sslmode; expected one of ${SSL_MODES.join(", ")}.`);
  }
  return { config: toConfig(address, setting), description: describe(url) };
}

const EXAMPLE = "postgres://user:password@host:5432/name";

/** `postgres://user:password@/name?host=/run/postgresql` is one of the driver's forms and none of the standard's. */
function toUrl(address: string): URL | undefined {
  for (const form of [address, address.replace("@/", "@socket/")]) if (URL.canParse(form)) return new URL(form);
  return undefined;
}

/** Whether an `@` or `#` stands where only the rest of a password has one. */
function isTorn(url: URL): boolean {
  const rest = [...url.searchParams].map(([key, value]) => (FREE_PARAMETERS.has(key) ? key : `${key}=${value}`));
  return url.hash !== "" || url.href.endsWith("#") || `${url.pathname}${rest.join("&")}`.includes("@");
}

function toConfig(address: string, setting: string): ClientConfig {
  try {
    return parseIntoClientConfig(address);
  } catch (error) {
    // Of a file of certificates the message names the file; of anything else it may show the address.
    const reason = error instanceof Error && "syscall" in error ? error.message : "a part of it cannot be read";
    throw new ConfigError(`${setting} is not an address of a Postgres: ${reason}; expected ${EXAMPLE}.`);
  }
}

function describe(url: URL): string {
  const told = new URL(url);
  if (told.password !== "") told.password = "***";
  told.hash = "";
  told.search = new URLSearchParams([...url.searchParams].filter(([key]) => TOLD_PARAMETERS.has(key))).toString();
  return told.href;
}
