import { fileURLToPath } from "node:url";
import { createRunsClient } from "@runline/contract/client";
import { expect, it, onTestFinished } from "vitest";
import { openAdapter } from "../test-support/open-adapter.ts";
import { cleanEnvironment, type Adapter } from "../test-support/start-adapter.ts";
import { startProcess } from "../test-support/start-process.ts";
import { takePort } from "../test-support/take-port.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs the example to its end. */
async function runExample(endpoint: string, env: Record<string, string> = {}) {
  const example = startProcess(process.execPath, ["examples/any-agent.mjs"], {
    cwd: root,
    env: { ...cleanEnvironment(), OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...env },
  });
  const code = await example.waitForExit();
  return { code, output: example.output() };
}

async function openGuardedAdapter(token: string): Promise<Adapter> {
  const adapter = await openAdapter({ env: { RUNLINE_TOKEN: token } });
  onTestFinished(async () => {
    await adapter.stop();
  });
  return adapter;
}

it("the example says in one line that nothing listens, and what to do", async () => {
  const taken = await takePort();
  await taken.free();
  const endpoint = `http://127.0.0.1:${taken.port}`;

  expect(await runExample(endpoint)).toEqual({
    code: 1,
    output: `Nothing answers at ${endpoint}. Start Runline first, in another terminal: npm start. If it listens elsewhere, set OTEL_EXPORTER_OTLP_ENDPOINT to its address.\n`,
  });
});

it("the example says in one line that it lacks the token, or has another one, and how to give it", async () => {
  const { url } = await openGuardedAdapter("sesame");
  const refused = {
    code: 1,
    output: `Runline at ${url} wants its token: set OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20TOKEN, with the token for TOKEN.\n`,
  };

  expect(await runExample(url)).toEqual(refused);
  expect(await runExample(url, { OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20other" })).toEqual(refused);
});

it("the example sends a run, with the token as it says", async () => {
  const { url } = await openGuardedAdapter("sesame");
  const { code } = await runExample(url, { OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20sesame" });
  expect(code).toBe(0);

  const client = createRunsClient({ baseUrl: url, token: "sesame" });
  const { agents } = await client.listAgents();
  expect(agents).toMatchObject([{ name: "Librarian", runs: 1 }]);
  const { runs } = await client.listRuns(agents[0]?.agentId ?? "");
  expect(runs).toMatchObject([{ status: "completed", counts: { actions: 1, modelCalls: 1, errors: 0 } }]);
});
