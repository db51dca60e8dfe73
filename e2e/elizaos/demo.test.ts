import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRunsClient } from "@runline/contract/client";
import { expect, it, onTestFinished, vi } from "vitest";
import { cleanEnvironment } from "../../test-support/start-adapter.ts";
import { takePort } from "../../test-support/take-port.ts";
import { startProcess, type Process } from "../../test-support/start-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

async function startDemo(port: number): Promise<Process> {
  const dataDir = await mkdtemp(join(tmpdir(), "runline-demo-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const args = ["scripts/demo.mjs", "--port", String(port), "--data-dir", dataDir];
  const demo = startProcess(process.execPath, args, { cwd: root, env: cleanEnvironment() });
  onTestFinished(async () => {
    await demo.stop();
  });
  return demo;
}

it("the demo shows runs of the example agent, failing ones too, and ends cleanly when it is told to", async () => {
  const demo = await startDemo(0);
  const [, baseUrl = ""] = await demo.waitForLine(/^Runline is ready: (\S+)$/m, 120_000);
  const client = createRunsClient({ baseUrl });

  await vi.waitFor(
    async () => {
      const { agents } = await client.listAgents();
      expect(agents.map(({ name }) => name)).toEqual(["Concierge"]);
      const { total } = await client.listRuns(agents[0]?.agentId ?? "", { status: "error" });
      expect(total).toBeGreaterThan(0);
    },
    { timeout: 60_000, interval: 250 },
  );
  expect(await demo.stop()).toBe(0);
});

it("the demo says so and ends with 1 when its port is taken", async () => {
  const taken = await takePort();
  onTestFinished(async () => {
    await taken.free();
  });

  const demo = await startDemo(taken.port);
  expect(await demo.waitForExit()).toBe(1);
  expect(demo.output()).toContain(String(taken.port));
  expect(demo.output()).toContain("Runline has ended (1)");
});
