import { randomBytes } from "node:crypto";
import { ATTR_GEN_AI_INPUT_MESSAGES, toMessages, type SpansLine } from "@runline/contract";
import type { RunsClient } from "@runline/contract/client";
import { expect, test } from "vitest";
import type { Session, Statement } from "../src/database/database.ts";
import { createSpanSearch } from "../src/runs/search-spans.ts";
import { listFolds } from "../src/sql/list-folds.ts";
import { callApi, createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { toPending } from "./support/test-span.ts";

/** What the lines of an answer make of what was there before. */
async function stream(client: RunsClient, { agentId, runId }: { agentId: string; runId: string }, after?: string) {
  const lines: SpansLine[] = [];
  await client.streamRunSpans(agentId, runId, { after, onLine: (line) => lines.push(line) });
  const [head, ...rest] = lines;
  return {
    isWhole: head?.isWhole,
    total: head?.total,
    spans: rest.flatMap(({ spans = [] }) => spans.map(({ spanId }) => spanId)),
    gone: rest.flatMap(({ gone = [] }) => gone),
    cursor: lines.at(-1)?.cursor ?? "",
  };
}

describeEachDatabase("spans API", (context) => {
  test("tells of one span what was sent beside its bar", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const call = run.modelCall({
      attributes: { [ATTR_GEN_AI_INPUT_MESSAGES]: JSON.stringify(toMessages("user", "Is it raining?")), more: 7 },
      error: "x".repeat(5_000),
    });
    await ingest(context.url, [run.root(), call, run.infrastructure("GET")]);

    const { spans } = await client.getRunSpans(run.agentId, run.runId);
    const bars = spans.map(({ kind, hasContent, error }) => [kind, hasContent, error?.length]);
    expect(bars).toEqual(
      expect.arrayContaining([
        ["model_call", true, 200],
        ["infrastructure", undefined, undefined],
      ]),
    );
    const span = await client.getRunSpan(run.agentId, run.runId, call.spanId);
    expect(span).toMatchObject({
      spanId: call.spanId,
      parentSpanId: call.parentSpanId,
      traceId: run.traceId,
      name: "chat gpt-4o-mini",
      error: "x".repeat(5_000),
      input: [{ role: "user", parts: [{ type: "text", content: "Is it raining?" }] }],
      attributes: { more: 7, "runline.model.type": "TEXT_LARGE" },
      events: [],
      links: [],
    });
    expect(span.attributes).not.toHaveProperty([ATTR_GEN_AI_INPUT_MESSAGES]);
    expect(await client.getTraceSpan(run.traceId, call.spanId)).toEqual(span);
  });

  test("finds the spans of which content or an attribute has a text, in any case of letters; of ids nothing but themselves", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const ask = run.modelCall({
      attributes: { [ATTR_GEN_AI_INPUT_MESSAGES]: JSON.stringify(toMessages("user", 'A table on the "Terrace"')) },
    });
    const call = run.infrastructure("GET", { attributes: { "url.full": "https://tables.example/terrace" } });
    await ingest(context.url, [run.root(), ask, call, run.infrastructure("PUT")]);

    const search = async (text: string) =>
      (await client.searchRunSpans(run.agentId, run.runId, text)).spanIds.toSorted();
    const all = [ask.spanId, call.spanId].toSorted();
    expect(await search("terrace")).toEqual(all);
    expect(await search('THE "TERRACE"')).toEqual([ask.spanId]);
    expect(await search("%")).toEqual([]);
    expect(await search(run.runId.slice(0, 6))).toEqual([]);
    expect((await client.searchTraceSpans(run.traceId, "terrace")).spanIds.toSorted()).toEqual(all);
    const { status, body } = await callApi(context.url, `/api/traces/${run.traceId}/search`);
    expect([status, body]).toMatchObject([400, { error: { message: expect.stringMatching(/^text is/) } }]);
  });

  test("finds letters beyond ASCII as they were sent", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const call = run.infrastructure("GET", { attributes: { "app.topic": 'Ärger im "Hafen"' } });
    await ingest(context.url, [run.root(), call]);
    for (const text of ["Ärger", "Ärger IM", 'Ärger im "hafen"']) {
      expect(await client.searchRunSpans(run.agentId, run.runId, text)).toEqual({ spanIds: [call.spanId] });
    }
  });

  test("searches piece by piece, one of all searches at a time, for as long as it may, and says where that was not enough", async () => {
    const run = createTestRun();
    const calls = Array.from({ length: 4 }, () =>
      run.infrastructure("GET", { attributes: { "app.page": `harbour ${randomBytes(60_000).toString("base64")}` } }),
    );
    await ingest(context.url, [run.root(), ...calls]);
    const folds = await listFolds(context.database, [run.runId]);
    const { database } = context;
    let [pieces, under, mostUnder] = [0, 0, 0];
    const session: Session = {
      async query<Row>(statement: Statement) {
        if (statement.name !== "find_text") return database.query<Row>(statement);
        pieces += 1;
        mostUnder = Math.max(mostUnder, ++under);
        return database.query<Row>(statement).finally(() => (under -= 1));
      },
    };
    const { signal } = new AbortController();

    const search = createSpanSearch(session);
    const all = { spanIds: expect.toSatisfy((ids: string[]) => ids.length === calls.length) };
    expect(await Promise.all(["harbour", "HARBOUR"].map((text) => search(folds, text, signal)))).toEqual([all, all]);
    expect(mostUnder).toBe(1);
    expect(pieces).toBeGreaterThan(4);

    const cut = await createSpanSearch(session, { maxMs: 1e-6 })(folds, "harbour", signal);
    expect(cut.isCut).toBe(true);
    expect(cut.spanIds.length).toBeLessThan(calls.length);
  });

  test("tells of an open span what its snapshot said, and then what its end says", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const call = run.modelCall({ attributes: { phase: "end" } });
    await ingest(context.url, [
      toPending(run.root()),
      toPending({ ...call, attributes: { ...call.attributes, phase: "start" } }),
    ]);
    const read = async () =>
      (await client.getRunSpan(run.agentId, run.runId, call.spanId.toUpperCase())).attributes["phase"];
    expect(await read()).toBe("start");
    await ingest(context.url, [call]);
    expect(await read()).toBe("end");
  });

  test("says what is wrong with a span that it is asked for", async () => {
    const run = createTestRun();
    const path = `/api/agents/${run.agentId}/runs/${run.runId}/spans`;
    expect((await callApi(context.url, `${path}/${"a".repeat(16)}`)).status).toBe(404);
    await ingest(context.url, [run.root()]);
    const missing = await callApi(context.url, `${path}/${"a".repeat(16)}`);
    expect([missing.status, missing.body]).toEqual([
      404,
      { error: { code: "NOT_FOUND", message: `The run ${run.runId} has no span ${"a".repeat(16)}.` } },
    ]);
    expect((await callApi(context.url, `${path}/7`)).status).toBe(400);
    expect((await callApi(context.url, `/api/traces/${run.traceId}/spans/${"a".repeat(16)}`)).status).toBe(404);
    expect((await callApi(context.url, `/api/traces/${run.traceId}/spans/7`)).status).toBe(400);
  });

  test("tells nothing of a span to a second agent that claims its run", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const thief = createTestRun({ runId: run.runId });
    const [call, theirs] = [run.modelCall(), thief.modelCall()];
    await ingest(context.url, [run.root(), call, theirs]);
    expect((await client.getRunSpan(thief.agentId, run.runId, theirs.spanId)).spanId).toBe(theirs.spanId);
    await expect(client.getRunSpan(thief.agentId, run.runId, call.spanId)).rejects.toMatchObject({ status: 404 });
    expect((await client.getRunSpan(run.agentId, run.runId, call.spanId)).spanId).toBe(call.spanId);
  });

  test("tells the summary of a run without its events", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    await ingest(context.url, [run.root(), run.modelCall()]);
    const { summary } = await client.getRun(run.agentId, run.runId);
    expect(await client.getRunSummary(run.agentId, run.runId)).toEqual(summary);
    const { body } = await callApi(context.url, `/api/agents/${run.agentId}/runs/${run.runId}/summary`);
    expect(body).toEqual({ summary });
  });

  test("tells line by line what has changed since the answer before", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const [root, open] = [run.root(), run.modelCall()];
    await ingest(context.url, [root, toPending(open)]);

    const first = await stream(client, run);
    expect(first).toMatchObject({ isWhole: true, total: 2, gone: [] });
    expect(first.spans.toSorted()).toEqual([root.spanId, open.spanId].toSorted());
    const same = await stream(client, run, first.cursor);
    expect(same).toMatchObject({ isWhole: false, spans: [], gone: [] });

    const late = run.infrastructure("GET");
    await ingest(context.url, [open, late]);
    const second = await stream(client, run, same.cursor);
    expect(second).toMatchObject({ isWhole: false, gone: [] });
    expect(second.spans.toSorted()).toEqual([open.spanId, late.spanId].toSorted());
    expect(await stream(client, run, second.cursor)).toMatchObject({
      isWhole: false,
      spans: [],
      cursor: second.cursor,
    });
    expect(await stream(client, run, "of~a~server~before")).toMatchObject({ isWhole: true, total: 3 });
  });

  test("reads a run again for the silence of an open span until the span is lost, and then no more", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    const open = run.modelCall();
    await ingest(context.url, [run.root(), toPending(open)]);
    const first = await stream(client, run);
    await context.database.query({
      text: "update open_spans set last_seen_at = now() - interval '1 hour' where run_id = $1",
      values: [run.runId],
    });
    const lost = await stream(client, run, first.cursor);
    expect(lost).toMatchObject({ isWhole: false, spans: [open.spanId] });
    expect((await stream(client, run, lost.cursor)).cursor).toBe(lost.cursor);

    await ingest(context.url, [toPending(open)]);
    expect(await stream(client, run, lost.cursor)).toMatchObject({ isWhole: false, spans: [open.spanId] });
  });
});
