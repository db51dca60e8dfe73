import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { startAdapterOn } from "../../test-support/open-adapter.ts";
import { startAdapter } from "../../test-support/start-adapter.ts";
import { createClient } from "./support/call-api.ts";
import { sendSpans } from "./support/send-spans.ts";
import { createTestDatabase, type Engine, type TestDatabase } from "../../test-support/test-database.ts";
import { createTestRun, type TestRun } from "./support/test-run.ts";

/** For what is folded in the background. */
const SETTLED = { timeout: 20_000, interval: 50 };
const ENGINES: readonly Engine[] = ["pglite", "postgres"];

describe.each(ENGINES)("a process on %s that is killed in the middle of ingest", (engine) => {
  let data: TestDatabase;

  beforeAll(async () => {
    data = await createTestDatabase(engine);
  });

  afterAll(() => data.drop());

  test("has everything it acknowledged when it starts again", async () => {
    const acknowledged: TestRun[] = [];
    const killed = await startAdapterOn(data);

    async function sendUntilGone(): Promise<void> {
      for (;;) {
        const run = createTestRun();
        const spans = [run.root(), ...Array.from({ length: 50 }, () => run.modelCall())];
        const response = await sendSpans(killed.url, spans).catch(() => undefined);
        if (response === undefined) return;
        expect(response.status).toBe(200);
        acknowledged.push(run);
      }
    }

    const senders = Array.from({ length: 4 }, sendUntilGone);
    while (acknowledged.length < 40) await new Promise((resolve) => setTimeout(resolve, 5));
    await killed.kill9();
    await Promise.all(senders);

    const restarted = await startAdapterOn(data);
    const client = createClient(restarted.url);
    for (const run of acknowledged) {
      const { summary } = await client.getRun(run.agentId, run.runId);
      expect(summary).toMatchObject({ status: "completed", counts: { modelCalls: 50 } });
      expect((await client.getRunSpans(run.agentId, run.runId)).spans).toHaveLength(51);
    }
    expect(await restarted.stop()).toBe(0);
  });
});

// On Postgres no end of a process touches the mark of what is to be settled; that it is seen to is a test of the rebuild.
test("a large run whose last spans a process had acknowledged is settled when that starts again", async () => {
  const data = await createTestDatabase("pglite");
  onTestFinished(() => data.drop());
  const killed = await startAdapterOn(data);
  const run = createTestRun();
  const calls = Array.from({ length: 6_000 }, (_, index) => run.modelCall({ from: index }));
  for (const part of [calls.slice(0, 3_000), calls.slice(3_000), [run.root({ to: 9_000 })]]) {
    expect((await sendSpans(killed.url, part)).status).toBe(200);
  }
  await killed.kill9();

  const restarted = await startAdapterOn(data);
  const client = createClient(restarted.url);
  await vi.waitFor(async () => {
    const { summary } = await client.getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({ status: "completed", counts: { modelCalls: 6_000 } });
  }, SETTLED);
  expect(await restarted.stop()).toBe(0);
});

test("a process that was killed while it opened its database, before that had written whose it is, starts again", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "runline-killed-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const run = createTestRun();
  const first = await startAdapter(dataDir);
  await sendSpans(first.url, [run.root()]);
  await first.kill9();
  await writeFile(join(dataDir, "pglite", "postmaster.pid"), "");

  const second = await startAdapter(dataDir);
  expect((await createClient(second.url).getRun(run.agentId, run.runId)).summary.status).toBe("completed");
  await second.stop();
});
