import { createRunsClient } from "@runline/contract/client";
import { expect, it, onTestFinished, vi } from "vitest";
import { ageHeartbeats } from "../support/age-heartbeats.ts";
import { startAdapterOn } from "../../test-support/open-adapter.ts";
import { createTestDatabase } from "../../test-support/test-database.ts";
import { startAgent } from "./start-agent.ts";

it("the run of an agent that was killed is lost, with what it did and the steps that were open; earlier runs are not", async () => {
  const stored = await createTestDatabase("pglite");
  onTestFinished(() => stored.drop());
  const first = await startAdapterOn(stored);
  onTestFinished(() => first.kill9());
  const agent = await startAgent(first.url);
  onTestFinished(() => agent.kill9());
  await agent.say("before", { says: "Hello.", plan: "REPLY", answer: "Good day." });
  const isAnswered = agent.say("killed", { says: "Wait for ever.", plan: "BOOK_TABLE,WAIT_AT_GATE" }).then(
    () => true,
    () => false,
  );
  await agent.waitAtGate(1);

  const { agentId } = agent;
  const client = createRunsClient({ baseUrl: first.url });
  const runId = await vi.waitFor(
    async () => {
      const { runs } = await client.listRuns(agentId, { status: "started" });
      const { spans } = await client.getRunSpans(agentId, runs[0]?.runId ?? "");
      expect(spans.find(({ label }) => label === "WAIT_AT_GATE")?.state).toBe("open");
      return runs[0]?.runId ?? "";
    },
    { timeout: 20_000, interval: 50 },
  );
  await agent.kill9();
  expect(await isAnswered).toBe(false);
  expect((await client.getRun(agentId, runId)).summary).not.toHaveProperty("lost"); // it has been silent for a moment only
  await first.stop();
  await ageHeartbeats(stored.options);

  const second = await startAdapterOn(stored);
  onTestFinished(async () => {
    await second.stop();
  });
  const later = createRunsClient({ baseUrl: second.url });
  const { summary } = await later.getRun(agentId, runId);
  expect(summary).toMatchObject({ status: "started", lost: true, counts: { actions: 2, errors: 0 } });
  expect(summary).not.toHaveProperty("endedAt");
  const { spans } = await later.getRunSpans(agentId, runId);
  const states = Object.fromEntries(spans.map(({ label, state }) => [label, state]));
  expect(states).toMatchObject({ Probe: "lost", plan: "lost", BOOK_TABLE: "ok", WAIT_AT_GATE: "lost" });

  const { runs } = await later.listRuns(agentId);
  expect(runs.map(({ status, lost }) => ({ status, lost }))).toEqual([
    { status: "started", lost: true },
    { status: "completed", lost: undefined },
  ]);
});
