#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { ConfigError, HELP, parseCommand } from "./config.ts";
import { DatabaseError } from "./database/database.ts";
import { ListenError, serve, type RunningServer } from "./serve.ts";

/** A shutdown that takes longer is cut short: what was acknowledged is committed, so nothing is lost. */
const SHUTDOWN_LIMIT_MS = 9_000;

try {
  await run();
} catch (error) {
  const isExpected = error instanceof ConfigError || error instanceof DatabaseError || error instanceof ListenError;
  process.stderr.write(
    `runline: ${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(error instanceof ConfigError ? 2 : 1);
}

async function run(): Promise<void> {
  const command = parseCommand(process.argv.slice(2), process.env);
  if (command.name === "help") {
    process.stdout.write(HELP);
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
  process.stdout.write(`Runline is ready: ${server.url}\n`);
  stopOnSignal(server);
}

function stopOnSignal(server: RunningServer): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1); // asked twice: now
      stopping = true;
      setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
      server.close().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`runline: shutdown failed: ${String(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}

function readVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "unknown";
}
