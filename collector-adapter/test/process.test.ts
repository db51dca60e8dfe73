import { once } from "node:events";
import { existsSync } from "node:fs";
import { request } from "node:http";
import { networkInterfaces } from "node:os";
import { connect as connectTls } from "node:tls";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cleanEnvironment, startAdapter, type Adapter } from "../../test-support/start-adapter.ts";
import { startProcess } from "../../test-support/start-process.ts";
import { takePort } from "../../test-support/take-port.ts";
import { findWorkspaceCode } from "../../test-support/workspace-code.ts";
import { lockDataDir } from "../src/database/data-dir-lock.ts";
import { openLiveStream } from "./support/live-stream.ts";
import { runMain } from "./support/run-main.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestDatabase, type TestDatabase } from "../../test-support/test-database.ts";
import { createTestRun } from "./support/test-run.ts";
import { createVersion1Database } from "./support/version-1-database.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** For what a process does by itself. */
const WAIT = { timeout: 10_000, interval: 50 };
const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === "::1"),
);
const isViewerBuilt = existsSync(`${root}collector-adapter/dist/viewer/index.html`);

/** Status of a request that names another host than the one it goes to, as a page of that host would make it. */
async function getWithHost(url: string, host: string): Promise<number | undefined> {
  const sent = request(url, { headers: { host } }).end();
  const [response] = await once(sent, "response");
  response.resume();
  return response.statusCode;
}

describe("the command line", () => {
  test("explains itself with --help and says its version", async () => {
    const help = await runMain(["--help"]);
    expect(help.code).toBe(0);
    for (const word of [
      "--port",
      "--host",
      "--data-dir",
      "--database-url",
      "--database-connections",
      "--token",
      "--keep",
      "--keep-bytes",
      "--allow-host",
      "--cors-origin",
      "--base-path",
      "RUNLINE_KEEP",
      "RUNLINE_PORT",
      "4318",
    ]) {
      expect(help.output).toContain(word);
    }
    const version = await runMain(["--version"]);
    expect([version.code, version.output]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  test("ends with 2 and one line that names the trouble when a flag is wrong", async () => {
    const { code, output } = await runMain(["--host", "0.0.0.0"]);
    expect([code, output]).toEqual([2, expect.stringMatching(/^runline: .*Give a token.*\n$/)]);
  });

  test("ends with 1 when the port is taken, and says what to do", async () => {
    const taken = await takePort();
    const { code, output } = await runMain(["--port", String(taken.port)]);
    await taken.free();

    expect(code).toBe(1);
    expect(output).toBe(
      `runline: Port ${taken.port} on 127.0.0.1 is taken, perhaps by another Runline or a Collector. Stop it, or choose another with --port.\n`,
    );
  });

  test("ends with 1 when the database cannot be reached, and keeps its password to itself", async () => {
    const free = await takePort();
    await free.free();
    const { code, output } = await runMain(["--port", "0"], {
      DATABASE_URL: `postgres://runline:s3cret@127.0.0.1:${free.port}/runs?password=s3cret`,
    });

    expect(code).toBe(1);
    expect(output).toContain(`Postgres at postgres://runline:***@127.0.0.1:${free.port}/runs cannot be used`);
    expect(output).toContain("--database-url");
    expect(output).not.toContain("s3cret");
  });
});

describe("runline rebuild", () => {
  test("explains itself", async () => {
    const { code, output } = await runMain(["rebuild", "--help"]);
    expect(code).toBe(0);
    for (const word of ["rebuild", "--data-dir", "--database-url"]) expect(output).toContain(word);
    const mistaken = await runMain(["rebuild", "--port", "1"]);
    expect([mistaken.code, mistaken.output]).toEqual([2, expect.stringContaining("See runline rebuild --help.")]);
  });

  test("converts what an earlier version has stored, computes all runs again, and says what it did", async () => {
    const stored = await createVersion1Database("pglite");
    const { dataDir } = stored.options;
    // What an earlier version has stored has no estimates yet.
    const first = await runMain(["rebuild", "--no-price-estimates", "--data-dir", dataDir]);
    expect([first.code, first.output]).toEqual([
      0,
      expect.stringMatching(
        /^Changing the tables of an earlier version: .*…\nConverted what an earlier version has stored: 42 rows in [\d.]+ s\.\n6 runs, 0 of them changed\n$/,
      ),
    ]);

    const adapter = await startAdapter(dataDir);
    expect(adapter.output()).toMatch(/^Runline is ready: \S+\n$/);
    await adapter.stop();
    await stored.drop();
  });

  test("is part of the start when there is something to convert", async () => {
    const stored = await createVersion1Database("postgres");
    const adapter = await startAdapter("unused", { env: { DATABASE_URL: stored.options.databaseUrl ?? "" } });
    expect(adapter.output()).toMatch(
      /^Changing the tables .*…\nConverted .* 42 rows in [\d.]+ s\.\nRunline is ready: \S+\n$/,
    );
    await adapter.stop();
    await stored.drop();
  });
});

describe("the running process", () => {
  let data: TestDatabase;
  let adapter: Adapter;

  beforeAll(async () => {
    data = await createTestDatabase("pglite");
    adapter = await startAdapter(data.options.dataDir);
  });

  afterAll(async () => {
    await adapter.stop();
    await data.drop();
  });

  test("says that it is ready in one line, and is", async () => {
    expect(adapter.output()).toMatch(/^Runline is ready: http:\/\/127\.0\.0\.1:\d+\n$/);
    expect((await fetch(`${adapter.url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${adapter.url}/readyz`)).json()).toEqual({ status: "ok", database: "pglite" });
  });

  test.runIf(hasIpv6)("listens on both loopback addresses, since localhost is either", async () => {
    const { port } = new URL(adapter.url);
    expect((await fetch(`http://[::1]:${port}/healthz`)).status).toBe(200);
    expect(adapter.output()).toBe(`Runline is ready: ${adapter.url}\n`);
  });

  test("tells of a sender that speaks TLS, and lets it go", async () => {
    const { port, hostname } = new URL(adapter.url);
    const socket = connectTls({ port: Number(port), host: hostname });
    const [error] = await once(socket, "error");
    expect(error).toMatchObject({ code: expect.stringMatching(/WRONG_VERSION|PACKET_LENGTH|UNEXPECTED/) });
    await vi.waitFor(() => expect(adapter.output()).toContain("A TLS connection came, and this port has no TLS"), WAIT);
  });

  test("keeps a second Runline out of its data directory", async () => {
    const { code, output } = await runMain(["--port", "0", "--data-dir", data.options.dataDir]);

    expect(code).toBe(1);
    expect(output).toContain(`The data directory ${data.options.dataDir} is in use by process`);
  });

  test("refuses to rebuild what it is using", async () => {
    const { code, output } = await runMain(["rebuild", "--data-dir", data.options.dataDir]);

    expect(code).toBe(1);
    expect(output).toMatch(/^runline: The data directory .* is in use by process \d+ on .*\. Stop that Runline, .*\n$/);
  });

  test("answers requests for this machine, and none that a page of another host could make", async () => {
    const { port } = new URL(adapter.url);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, "runline.localhost", "LOCALHOST"]) {
      expect([host, await getWithHost(`${adapter.url}/api/agents`, host)]).toEqual([host, 200]);
    }
    for (const host of [`evil.example:${port}`, "127.0.0.1.evil.example", "localhost.evil.example", "evil-localhost"]) {
      for (const path of ["/api/agents", "/v1/traces", "/"]) {
        expect([host, await getWithHost(`${adapter.url}${path}`, host)]).toEqual([host, 403]);
      }
    }
    const container = `host.docker.internal:${port}`;
    expect(await getWithHost(`${adapter.url}/v1/traces`, container)).toBe(405); // let in, and GET is the wrong method
    expect(await getWithHost(`${adapter.url}/api/agents`, container)).toBe(403);
  });

  test.skipIf(!isViewerBuilt)("serves the viewer's page at every address of a run", async () => {
    const paths = ["/", "/9bd5a7a5-1f0c-4a1b-8f0e-3d1c5b2a7f10/runs/0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10"];
    for (const path of paths) {
      const response = await fetch(`${adapter.url}${path}`, { headers: { accept: "text/html" } });
      expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
      const [, script] = /src="([^"]+\.js)"/.exec(await response.text()) ?? [];
      const asset = await fetch(new URL(script ?? "missing", adapter.url));
      expect([asset.status, asset.headers.get("cache-control")]).toEqual([200, expect.stringContaining("immutable")]);
    }
  });

  test.skipIf(!isViewerBuilt)("answers in JSON, not as the file, for a part that a file has not", async () => {
    const page = await (await fetch(adapter.url, { headers: { accept: "text/html" } })).text();
    const [, script = "missing"] = /src="([^"]+\.js)"/.exec(page) ?? [];
    const answer = await fetch(new URL(script, adapter.url), { headers: { range: "bytes=99999999-" } });

    expect([answer.status, answer.headers.get("cache-control")]).toEqual([416, "no-store"]);
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(await answer.json()).toMatchObject({ error: { code: "BAD_REQUEST" } });
  });

  test.skipIf(!isViewerBuilt)("answers 404 for a file of the viewer that is not there", async () => {
    expect((await fetch(`${adapter.url}/assets/gone-1234.js`)).status).toBe(404);
    expect((await fetch(`${adapter.url}/assets/..%2findex.html`)).status).toBe(404);
  });

  test("stops with 0 within ten seconds after SIGTERM, live streams open or not, and starts over the same data", async () => {
    const run = createTestRun();
    await ingest(adapter.url, [run.root()]);
    const stream = await openLiveStream(adapter.url, run.agentId);
    await stream.nextBlock();
    const stopping = Date.now();

    expect(await adapter.stop()).toBe(0);

    expect(Date.now() - stopping).toBeLessThan(10_000);
    expect(await stream.nextBlock()).toBeUndefined();
    await stream.close();
    adapter = await startAdapter(data.options.dataDir);
    const detail = await fetch(`${adapter.url}/api/agents/${run.agentId}/runs/${run.runId}`);
    expect(detail.status).toBe(200);
  });
});

test("stops as cleanly when its terminal is closed (SIGHUP), and leaves the data directory free", async () => {
  const home = await createTestDatabase("pglite");
  const { dataDir } = home.options;
  const { flags, adapter } = await findWorkspaceCode();
  const child = startProcess(process.execPath, [...flags, adapter, "--port", "0", "--data-dir", dataDir], {
    cwd: root,
    env: cleanEnvironment(),
  });
  await child.waitForLine(/^Runline is ready/m);

  expect(await child.stop("SIGHUP")).toBe(0);

  (await lockDataDir(dataDir))();
  await home.drop();
});

describe("a process with a token", () => {
  let data: TestDatabase;
  let adapter: Adapter;

  beforeAll(async () => {
    data = await createTestDatabase("pglite");
    adapter = await startAdapter(data.options.dataDir, {
      args: ["--host", "0.0.0.0", "--base-path", "/tools/runline"],
      env: { RUNLINE_TOKEN: "sesame" },
    });
  });

  afterAll(async () => {
    await adapter.stop();
    await data.drop();
  });

  test("listens on any address, and lets in only those who send the token", async () => {
    const { port } = new URL(adapter.url);
    const agents = `http://127.0.0.1:${port}/api/agents`;
    expect((await fetch(agents)).status).toBe(401);
    expect((await fetch(agents, { headers: { authorization: "Bearer nonsense" } })).status).toBe(401);
    expect((await fetch(agents, { headers: { authorization: "Bearer sesame" } })).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect(adapter.output()).not.toContain("sesame");
  });

  test("is below its base path, whether a proxy takes that away or not", async () => {
    const { port } = new URL(adapter.url);
    const headers = { authorization: "Bearer sesame" };
    for (const base of ["", "/tools/runline"]) {
      const { status } = await fetch(`http://127.0.0.1:${port}${base}/api/agents?`, { headers });
      expect([base, status]).toEqual([base, 200]);
    }
    expect((await fetch(`http://127.0.0.1:${port}/tools/api/agents`)).status).toBe(401);
  });

  test.skipIf(!isViewerBuilt)("tells its page where it is", async () => {
    const { port } = new URL(adapter.url);
    const page = await fetch(`http://127.0.0.1:${port}/tools/runline/steps`, { headers: { accept: "text/html" } });
    const html = await page.text();
    expect(html).toContain('data-base="/tools/runline"');
    const [, script] = /src="(\/tools\/runline\/assets\/[^"]+\.js)"/.exec(html) ?? [];
    expect((await fetch(`http://127.0.0.1:${port}${script}`)).status).toBe(200);
  });
});

describe("under npm", () => {
  // The built program: tsx, under which the sources run, ends at a second signal by itself.
  test.runIf(isViewerBuilt)("takes a Ctrl-C that comes from the terminal and from npm as one", async () => {
    const home = await createTestDatabase("pglite");
    const args = ["collector-adapter/dist/main.js", "--port", "0", "--data-dir", home.options.dataDir];
    const built = startProcess(process.execPath, args, { cwd: root, env: cleanEnvironment() });
    await built.waitForLine(/^Runline is ready/m);
    process.kill(built.pid, "SIGINT");
    process.kill(built.pid, "SIGTERM"); // another one, since the same one twice may come once

    expect(await built.waitForExit()).toBe(0);
    await home.drop();
  });

  test("stops when the shell that npx put around it is gone", async () => {
    const home = await createTestDatabase("pglite");
    const { dataDir } = home.options;
    const { flags, adapter } = await findWorkspaceCode();
    const main = [...flags, adapter].join(" ");
    const command = `"${process.execPath}" ${main} --port 0 --data-dir "${dataDir}"; true`;
    const shell = startProcess("/bin/sh", ["-c", command], {
      cwd: root,
      env: { ...cleanEnvironment(), npm_command: "exec" },
    });
    await shell.waitForLine(/^Runline is ready/m);
    await shell.stop("SIGTERM");

    const release = await vi.waitFor(() => lockDataDir(dataDir), WAIT);
    expect(release).toBeTypeOf("function");
    release();
    await home.drop();
  });
});
