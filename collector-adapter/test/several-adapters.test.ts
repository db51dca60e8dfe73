import { describe, expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { sendSpans } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { createTestRun } from "./support/test-run.ts";
import { useServer } from "./support/use-server.ts";

const DAY_MS = 86_400_000;

describe("several adapters on one Postgres", () => {
  const context = useServer("postgres");

  test("store the first spans of a new day at the same time, and lose none of them", async () => {
    const others = await Promise.all(Array.from({ length: 3 }, () => startServer({ database: context.database })));
    const urls = [context.url, ...others.map(({ url }) => url)];
    for (let day = 2; day < 22; day++) {
      const runs = urls.map(() => createTestRun({ startedAt: Date.now() - day * DAY_MS }));
      const answers = await Promise.all(
        runs.map(async (run, index) => (await sendSpans(urls[index] ?? "", [run.root()])).text()),
      );
      expect(answers).toEqual(urls.map(() => "{}"));
      const client = createClient(context.url);
      for (const run of runs) {
        expect((await client.getRunSpans(run.agentId, run.runId)).spans).toHaveLength(1);
      }
    }
    for (const other of others) await other.close();
  });

  test("agree about a run whose spans come through all of them at the same time", async () => {
    const others = await Promise.all(Array.from({ length: 3 }, () => startServer({ database: context.database })));
    const urls = [context.url, ...others.map(({ url }) => url)];
    const run = createTestRun();
    const spans = [run.root(), ...Array.from({ length: 60 }, (_, index) => run.action(`A${index}`, { from: index }))];
    const requests = urls.flatMap((url, index) => [
      sendSpans(url, spans),
      sendSpans(url, spans.slice(index * 10).toReversed()),
    ]);
    expect((await Promise.all(requests)).map(({ status }) => status)).toEqual(requests.map(() => 200));

    const { summary } = await createClient(context.url).getRun(run.agentId, run.runId);
    expect(summary).toMatchObject({ status: "completed", counts: { actions: 60, errors: 0 } });
    for (const other of others) await other.close();
  });
});
