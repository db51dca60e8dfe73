import { fileURLToPath } from "node:url";
import { createRunsClient } from "@runline/contract/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openAdapter } from "../test-support/open-adapter.ts";
import { cleanEnvironment, type Adapter } from "../test-support/start-adapter.ts";
import { startProcess } from "../test-support/start-process.ts";
import { findWorkspaceCode } from "../test-support/workspace-code.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
let adapter: Adapter;

beforeAll(async () => {
  adapter = await openAdapter();
});

afterAll(async () => {
  await adapter.stop();
});

/** Runs the example to its end, in a process of its own. */
async function runExample(...words: string[]): Promise<string> {
  const { flags } = await findWorkspaceCode();
  const example = startProcess(process.execPath, [...flags, "examples/approval.mjs", ...words], {
    cwd: root,
    env: { ...cleanEnvironment(), OTEL_EXPORTER_OTLP_ENDPOINT: adapter.url },
  });
  expect(await example.waitForExit()).toBe(0);
  return example.output();
}

async function ask(): Promise<string> {
  const [, token] = /approval\.mjs (\S+) approve/.exec(await runExample()) ?? [];
  return token ?? "";
}

it.each([
  ["approve", { outcome: "completed", actions: ["LOOK_UP_ORDER", "SEND_REFUND"], modelCalls: 2 }],
  ["refuse", { outcome: "refused", actions: ["LOOK_UP_ORDER"], modelCalls: 1 }],
])("the example asks in one process and goes on in another, as one run: %s", async (answer, ended) => {
  const client = createRunsClient({ baseUrl: adapter.url });
  const token = await ask();
  const { agents } = await client.listAgents();
  const agentId = agents[0]?.agentId ?? "";
  const [waiting] = (await client.listRuns(agentId)).runs;
  expect(waiting).toMatchObject({ status: "started", waiting: { for: "approval by the shift lead" } });

  await runExample(token, answer);
  const { outcome, actions, modelCalls } = ended;
  const [run] = (await client.listRuns(agentId)).runs;
  expect(run).toMatchObject({ runId: waiting?.runId, status: "completed", actions, counts: { modelCalls } });
  expect(run?.metadata).toMatchObject({ outcome });
  expect(run?.time?.waitMs).toBeGreaterThan(0);
});
