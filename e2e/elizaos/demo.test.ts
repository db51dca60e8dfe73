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

it("the demo shows a run that goes on, one that was refused after three tries, and one that asks another agent, and ends cleanly", async () => {
  const demo = await startDemo(0);
  const [, baseUrl = ""] = await demo.waitForLine(/^Runline is ready: (\S+)$/m, 120_000);
  const client = createRunsClient({ baseUrl });
  const openRun = async (words: string) => {
    const [, agentId = "", runId = ""] = await demo.waitForLine(
      new RegExp(`^${words}: ${baseUrl}/([0-9a-f-]{36})/runs/([0-9a-f-]{36})$`, "m"),
      60_000,
    );
    return client.getRunSummary(agentId, runId);
  };

  expect(await openRun("A run that goes on right now")).toMatchObject({
    status: "started",
    name: "Concierge",
  });
  const refused = await openRun("One that failed, with the reason in its second line");
  expect(refused.cause).toMatchObject({ attempts: 3, message: expect.stringContaining("ECONNREFUSED") });
  expect(refused.cause?.path).toEqual(["BOOK_RESTAURANT", expect.stringMatching(/^POST 127\.0\.0\.1:\d+\/bookings$/)]);
  expect(refused.metadata).toMatchObject({ roomName: "#harbour", entityName: "Grace" });
  expect(refused.cost).toMatchObject({ atLeast: false });
  const { spans } = await client.getRunSpans(refused.agentId, refused.runId);
  expect(spans.map(({ label }) => label)).toEqual(expect.arrayContaining(["SELECT restaurants", "INSERT calls"]));

  await vi.waitFor(
    async () => {
      const { agents } = await client.listAgents();
      expect(agents.map(({ name }) => name).toSorted()).toEqual(["Archivist", "Concierge", "Night porter"]);
      const { runs } = await client.listAllRuns({ action: "ASK_ARCHIVIST" });
      const [asking] = runs;
      const { spans: both } = await client.getRunSpans(asking?.agentId ?? "", asking?.runId ?? "");
      expect(both.flatMap(({ otherAgent }) => otherAgent?.name ?? [])).toContain("Archivist");
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
