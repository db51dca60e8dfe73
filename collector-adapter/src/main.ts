#!/usr/bin/env node
import { once } from "node:events";
import { DELETE_HELP, HELP, REBUILD_HELP } from "./config/help.ts";
import { parseCommand } from "./config/parse-command.ts";
import { DatabaseError } from "./database/database.ts";
import { ImportError } from "./import/import-error.ts";
import { IMPORT_HELP } from "./import/parse-import-options.ts";
import { ListenError } from "./listen.ts";
import { ConfigError } from "./process/config-error.ts";
import { toErrorMessage } from "./process/to-error-message.ts";
import { untilStopped } from "./process/until-stopped.ts";
import type { RunningServer } from "./serve.ts";

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

/** What a command needs is loaded when it is asked for: the code of a server takes a third of a second of CPU. */
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
    const { deleteCommand } = await import("./delete-command.ts");
    process.exitCode = await deleteCommand(command.options);
    return;
  }
  if (command.name === "rebuild") {
    const { rebuildCommand } = await import("./rebuild-command.ts");
    await rebuildCommand(command.options);
    return;
  }
  if (command.name === "import") {
    const { importCommand } = await import("./import/import-command.ts");
    process.exitCode = await importCommand(command.options);
    return;
  }
  if (command.name === "version") {
    const { readVersion } = await import("./process/read-version.ts");
    process.stdout.write(`${readVersion()}\n`);
    return;
  }
  const { serve } = await import("./serve.ts");
  await untilStopped(1, (stopped) => serveUntil(once(stopped, "abort"), serve(command.config, endWithCrash)));
  process.exit(0);
}

async function serveUntil(stopped: Promise<unknown>, starting: Promise<RunningServer>): Promise<void> {
  // A start can take minutes, when an earlier version has stored much; the next start goes on where it was.
  const server = await Promise.race([starting, stopped.then(() => undefined)]);
  if (server === undefined) return;
  process.stdout.write(`Runline is ready: ${server.url}\n`);
  await stopped;
  setTimeout(() => process.exit(0), SHUTDOWN_LIMIT_MS).unref();
  await server.close();
}

function endWithCrash(error: DatabaseError): void {
  process.stderr.write(`runline: ${error.message}\n`);
  process.exit(1);
}
