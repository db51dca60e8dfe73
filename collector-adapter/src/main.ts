#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { HELP, parseCommand } from "./config.ts";
import { DatabaseError } from "./database/database.ts";
import { ImportError } from "./import/import-error.ts";
import { IMPORT_HELP } from "./import/parse-import-options.ts";
import { ConfigError } from "./process/config-error.ts";
import { toErrorMessage } from "./process/to-error-message.ts";
import { ListenError, serve, type RunningServer } from "./serve.ts";

/** A second signal within this is the same one: Ctrl-C reaches us from the terminal and again from npm. */
const SAME_SIGNAL_MS = 1_000;
/** How soon it is noticed that npm is gone. */
const PARENT_CHECK_MS = 500;
/** A shutdown that takes longer is cut short: what was acknowledged is committed, so nothing is lost. */
const SHUTDOWN_LIMIT_MS = 9_000;

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
  const server = await serve(command.config, (error) => {
    process.stderr.write(`runline: ${error.message}\n`);
    process.exit(1);
  });
  stopOnSignal(server);
  process.stdout.write(`Runline is ready: ${server.url}\n`);
}

function stopOnSignal(server: RunningServer): void {
  let stoppingSince: number | undefined;

  function stop(): void {
    if (stoppingSince !== undefined) {
      if (Date.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1); // asked twice: now
      return;
    }
    stoppingSince = Date.now();
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`runline: shutdown failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  }

  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);
  if (process.env["npm_command"] !== undefined) onParentGone(stop);
}

/** `npx` runs us below a shell that dies of a signal without passing it on: then our parent is another process. */
function onParentGone(stop: () => void): void {
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    stop();
  }, PARENT_CHECK_MS);
  check.unref();
}

function readVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "unknown";
}
