import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startAdapter } from "../../test-support/start-adapter.ts";
import { createClient } from "./support/call-api.ts";
import { sendSpans } from "./support/send-spans.ts";
import { createTestDatabase, type Engine, type TestDatabase } from "./support/test-database.ts";
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

  function start() {
    const { databaseUrl, dataDir } = data.options;
    return startAdapter(dataDir, { args: databaseUrl === undefined ? [] : ["--database-url", databaseUrl] });
  }

  test("has everything it acknowledged when it starts again", { timeout: 60_000 }, async () => {
    const acknowledged: TestRun[] = [];
    const killed = await start();

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

    const restarted = await start();
    const client = createClient(restarted.url);
    for (const run of acknowledged) {
      const { summary } = await client.getRun(run.agentId, run.runId);
      expect(summary).toMatchObject({ status: "completed", counts: { modelCalls: 50 } });
      expect((await client.getRunSpans(run.agentId, run.runId)).spans).toHaveLength(51);
    }
    expect(await restarted.stop()).toBe(0);
  });

  test(
    "settles a large run whose last spans it has acknowledged, when it starts again",
    { timeout: 60_000 },
    async () => {
      const killed = await start();
      const run = createTestRun();
      const calls = Array.from({ length: 6_000 }, (_, index) => run.modelCall({ from: index }));
      for (const part of [calls.slice(0, 3_000), calls.slice(3_000), [run.root({ to: 9_000 })]]) {
        expect((await sendSpans(killed.url, part)).status).toBe(200);
      }
      await killed.kill9();

      const restarted = await start();
      const client = createClient(restarted.url);
      await vi.waitFor(async () => {
        const { summary } = await client.getRun(run.agentId, run.runId);
        expect(summary).toMatchObject({ status: "completed", counts: { modelCalls: 6_000 } });
      }, SETTLED);
      expect(await restarted.stop()).toBe(0);
    },
  );
});
