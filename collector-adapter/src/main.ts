#!/usr/bin/env node
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { DELETE_HELP, HELP, REBUILD_HELP } from "./config/help.ts";
import { parseCommand, type Config } from "./config/parse-command.ts";
import { DatabaseError } from "./database/database.ts";
import { deleteCommand } from "./delete-command.ts";
import { ImportError } from "./import/import-error.ts";
import { IMPORT_HELP } from "./import/parse-import-options.ts";
import { ListenError } from "./listen.ts";
import { ConfigError } from "./process/config-error.ts";
import { toErrorMessage } from "./process/to-error-message.ts";
import { untilStopped } from "./process/until-stopped.ts";
import { rebuildCommand } from "./rebuild-command.ts";
import { serve } from "./serve.ts";

/**
 * A shutdown that takes longer is cut short, well before supervisors lose patience (`docker stop` after 10 s). That is no
 * failure: what was acknowledged is committed, and both engines can be cut off at any moment.
 */
const SHUTDOWN_LIMIT_MS = 1_500;

try {
  await run();
} catch (error) {
  const isExpected = [ConfigError, DatabaseError, ImportError, ListenError].some((kind) => error instanceof kind);
  const says = error instanceof Error && !isExpected ? error.stack : toErrorMessage(error);
  process.stderr.write(`runline: ${says}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}

async function run(): Promise<void> {
  const command = parseCommand(process.argv.slice(2), process.env);
  if (command.name === "help") {
    process.stdout.write(HELP);
    return;
  }
  if (command.name === "import-help") {
    process.stdout.write(IMPORT_HELP);
    return;
  }
  if (command.name === "rebuild-help") {
    process.stdout.write(REBUILD_HELP);
    return;
  }
  if (command.name === "delete-help") {
    process.stdout.write(DELETE_HELP);
    return;
  }
  if (command.name === "delete") {
    process.exitCode = await deleteCommand(command.options);
    return;
  }
  if (command.name === "rebuild") {
    await rebuildCommand(command.options);
    return;
  }
  if (command.name === "import") {
    // Loaded when it is asked for: a server has no use for it.
    const { importCommand } = await import("./import/import-command.ts");
    process.exitCode = await importCommand(command.options);
    return;
  }
  if (command.name === "version") {
    process.stdout.write(`${readVersion()}\n`);
    return;
  }
  await untilStopped(1, (stopped) => serveUntil(once(stopped, "abort"), command.config));
  process.exit(0);
}

async function serveUntil(stopped: Promise<unknown>, config: Config): Promise<void> {
  const starting = serve(config, (error) => {
    process.stderr.write(`runline: ${error.message}\n`);
    process.exit(1);
  });
  // A start can take minutes, when an earlier version has stored much; the next start goes on where it was.
  const server = await Promise.race([starting, stopped.then(() => undefined)]);
  if (server === undefined) return;
  process.stdout.write(`Runline is ready: ${server.url}\n`);
  await stopped;
  setTimeout(() => process.exit(0), SHUTDOWN_LIMIT_MS).unref();
  await server.close();
}

function readVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "unknown";
}
