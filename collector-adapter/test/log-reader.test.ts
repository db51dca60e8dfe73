import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { cleanEnvironment } from "../../test-support/start-adapter.ts";
import { createTestDatabase } from "../../test-support/test-database.ts";
import { findWorkspaceCode } from "../../test-support/workspace-code.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** A span without a valid id: a warning for each request. */
const BAD = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: "00", spanId: "11" }] }] }] });
/** Each writes a line of about 200 bytes; a pipe holds some 200 KiB. */
const REQUESTS = 2_000;
const AT_A_TIME = 20;

/** Starts a server whose stderr is left to the test. */
async function start(level: string) {
  const data = await createTestDatabase("postgres");
  const { flags, adapter } = await findWorkspaceCode();
  const env = { ...cleanEnvironment(), DATABASE_URL: data.options.databaseUrl, RUNLINE_LOG_LEVEL: level };
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    process.execPath,
    [...flags, adapter, "--port", "0"],
    { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] },
  );
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
    await data.drop();
  });
  const [ready] = await once(child.stdout, "data");
  const url = /http:\S+/.exec(String(ready))?.[0] ?? "";
  return {
    child,
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
  };
}

async function send(url: string): Promise<number> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/v1/traces`, { method: "POST", headers, body: BAD });
  await response.text();
  return response.status;
}

describe("the reader of the log", () => {
  test("who stands still holds up no request and no stop", async () => {
    const { url, stop } = await start("debug");
    let left = REQUESTS;
    const sender = async () => {
      for (; left > 0; left -= 1) expect(await send(url)).toBe(200);
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, sender));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await stop()).toBe(0);
  });

  test("who is gone takes nothing with him", async () => {
    const { child, url, stop } = await start("warn");
    child.stderr.destroy();
    for (let request = 0; request < 5; request += 1) expect(await send(url)).toBe(200);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await stop()).toBe(0);
  });

  test("gets few lines of what goes wrong with every request, and their number in the end", async () => {
    const { child, url, stop } = await start("warn");
    let log = "";
    child.stderr.on("data", (text) => (log += text));
    for (let request = 0; request < 30; request += 1) await send(url);
    expect(await stop()).toBe(0);
    const lines = log.trim().split("\n");
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toContain('"leftOut":25');
  });
});
