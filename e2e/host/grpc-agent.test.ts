import { fileURLToPath } from "node:url";
import { createRunsClient } from "@runline/contract/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import { cleanEnvironment, type Adapter } from "../../test-support/start-adapter.ts";
import { startProcess } from "../../test-support/start-process.ts";
import { takePort } from "../../test-support/take-port.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

let adapter: Adapter;
let grpcUrl: string;

beforeAll(async () => {
  const taken = await takePort();
  await taken.free();
  grpcUrl = `http://127.0.0.1:${taken.port}`;
  adapter = await openAdapter({ args: ["--grpc-port", String(taken.port)], env: { RUNLINE_TOKEN: "sesame" } });
});

afterAll(async () => {
  await adapter.stop();
});

/** Runs the agent to its end and gives the lines that its SDK has said. */
async function runAgent(endpoint: string, env: Record<string, string>): Promise<string[]> {
  const agent = startProcess(process.execPath, ["grpc-agent.mjs"], {
    cwd: folder,
    env: {
      ...cleanEnvironment(),
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
      OTEL_METRICS_EXPORTER: "otlp",
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20sesame",
      OTEL_NODE_RESOURCE_DETECTORS: "env,host",
      ...env,
    },
  });
  expect(await agent.waitForExit()).toBe(0);
  return agent.output().split("\n").filter(Boolean);
}

async function listAgents() {
  return (await createRunsClient({ baseUrl: adapter.url, token: "sesame" }).listAgents()).agents;
}

it("the SDK's exporters of gRPC send a run to either port, compressed or not, and hear only that metrics are not kept", async () => {
  const said = await Promise.all([
    runAgent(grpcUrl, { OTEL_SERVICE_NAME: "plain" }),
    runAgent(adapter.url, { OTEL_SERVICE_NAME: "compressed", OTEL_EXPORTER_OTLP_COMPRESSION: "gzip" }),
  ]);

  const agents = await listAgents();
  expect(Object.fromEntries(agents.map(({ serviceName, runs }) => [serviceName, runs]))).toEqual({
    compressed: 1,
    plain: 1,
  });
  for (const lines of said) expect(lines).toEqual([expect.stringContaining("OTEL_METRICS_EXPORTER=none")]);
});

it("the SDK tells its user why a call was refused", async () => {
  const said = await runAgent(grpcUrl, {
    OTEL_SERVICE_NAME: "stranger",
    OTEL_METRICS_EXPORTER: "none",
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20other",
  });

  expect(said.join("\n")).toContain("16 UNAUTHENTICATED: This Runline needs its token");
  expect((await listAgents()).map(({ serviceName }) => serviceName)).not.toContain("stranger");
});
