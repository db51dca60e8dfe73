import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeTraceRequest } from "../src/otlp/decode-request.ts";
import type { LogBody, StoredFacts } from "../src/records/span-record.ts";
import { exportSpans } from "../src/spans/export-spans.ts";
import { toSpanRecord } from "../src/spans/to-span-record.ts";
import { createClient } from "./support/call-api.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { useServer } from "./support/use-server.ts";

const FOLDER = new URL("fixtures/foreign/", import.meta.url);
const RECORDINGS = readdirSync(FOLDER).filter((file) => file.endsWith(".gz"));

const from = useServer("postgres");
const to = useServer("pglite");

/** What is kept of the spans of a request, by span. */
function keep(body: Uint8Array, encoding: "json" | "protobuf"): { facts: StoredFacts; body: LogBody }[] {
  const rows = decodeTraceRequest(body, encoding).spans.flatMap((span) => toSpanRecord(span).rows);
  return rows
    .flatMap((row) => (row.facts === undefined ? [] : [{ facts: JSON.parse(row.facts), body: JSON.parse(row.body) }]))
    .toSorted((a, b) => (a.facts.spanId < b.facts.spanId ? -1 : 1));
}

test.each(RECORDINGS)("%s says the same of its runs, when what was kept of it is sent", (file) => {
  const body = gunzipSync(readFileSync(new URL(file, FOLDER)));
  const kept = keep(body, file.endsWith(".json.gz") ? "json" : "protobuf");
  const [first] = kept;
  expect(first).toBeDefined();
  const again = keep(Buffer.from(JSON.stringify({ resourceSpans: exportSpans(kept) })), "json");
  expect(again.map(({ facts }) => facts)).toEqual(kept.map(({ facts }) => facts));
});

test("a run that is taken to another Runline is the same run there, also when it comes twice", async () => {
  const run = createTestRun();
  const plan = run.plan();
  const action = run.action("BOOK_TABLE", { parent: plan, error: "refused" });
  const call = run.modelCall({ parent: action });
  await ingest(from.url, [run.root(), plan, action, call, run.infrastructure("POST", { parent: action })]);
  const { agentId, runId } = run;
  const read = async (url: string) => {
    const client = createClient(url);
    const [summary, { spans }] = await Promise.all([
      client.getRunSummary(agentId, runId),
      client.getRunSpans(agentId, runId),
    ]);
    return { summary, spans, detail: await client.getRunSpan(agentId, runId, call.spanId) };
  };

  const file = await fetch(`${from.url}/api/agents/${agentId}/runs/${runId}/export`);
  expect(file.headers.get("content-disposition")).toBe(`attachment; filename=run-${runId}.json`);
  const request = { method: "POST", headers: { "content-type": "application/json" }, body: await file.text() };
  for (const _ of ["first", "again"]) {
    expect(await (await fetch(`${to.url}/v1/traces`, request)).json()).toEqual({});
    expect(await read(to.url)).toEqual(await read(from.url));
  }
});

test("a run that is not there is not found", async () => {
  const { agentId, runId } = createTestRun();
  const answer = await fetch(`${from.url}/api/agents/${agentId}/runs/${runId}/export`);
  expect(answer.status).toBe(404);
});
