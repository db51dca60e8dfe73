import { expect, test } from "vitest";
import type { Database } from "../src/database/database.ts";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { ingest, sendSpans } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";

/** Lets the next insert into `logs` fail, so many times, as if another transaction or the loss of a server were the reason. */
async function failNext(database: Database, state: string, message: string, times: number): Promise<void> {
  const run = (text: string) => database.query({ text });
  await run("create sequence if not exists failures_made"); // counts on when a transaction is rolled back
  await run("select setval('failures_made', 1, false)");
  await run(`
    create or replace function fail_some() returns trigger language plpgsql as $$
    begin
      if nextval('failures_made') <= ${times} then raise exception using errcode = '${state}', message = '${message}'; end if;
      return new;
    end $$`);
  await run("create or replace trigger fail_some before insert on logs for each row execute function fail_some()");
}

describeEachDatabase("a batch that fails for no fault of its own", (context) => {
  test.each([
    ["40001", "could not serialize access"],
    ["40P01", "canceling the transaction since it was involved in a distributed deadlock"],
    ["57P01", "terminating connection due to administrator command"],
    ["XX000", "failure on connection marked as essential: 10.0.0.2:5432"],
    ["58030", "failed to COPY to shard 102008 on 10.0.0.2:5432"],
  ])("is written again, and once: %s", async (state, message) => {
    const run = createTestRun();
    await failNext(context.database, state, message, 2);
    await ingest(context.url, [run.root(), run.modelCall(), run.action("GET_WEATHER")]);

    const { summary } = await createClient(context.url).getRun(run.agentId, run.runId);
    expect(summary.counts).toMatchObject({ modelCalls: 1, actions: 1 });
    const [stored] = await context.database.query({
      text: "select count(*)::int as rows from logs where run_id = $1",
      values: [run.runId],
    });
    expect(stored).toEqual({ rows: 5 });
  });

  test("is left to its sender after four times", async () => {
    const run = createTestRun();
    await failNext(context.database, "40001", "could not serialize access", 4);
    const refused = await sendSpans(context.url, [run.root()]);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
    await ingest(context.url, [run.root()]);
  });
});
