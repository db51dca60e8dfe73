import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import * as v from "valibot";
import type { FoldSpan } from "../src/fold/fold-span.ts";
import { foldSpans } from "../src/fold/fold-spans.ts";
import { decodeTraceRequest } from "../src/otlp/decode-trace-request.ts";
import { toSpanRecord } from "../src/spans/to-span-record.ts";

const FOLDER = new URL("fixtures/foreign/", import.meta.url);

/**
 * What really happened in a turn, known from the program and its model server, never from the spans. What the instrumentation
 * does not send at all is missing.
 */
const Turn = v.object({
  scenario: v.string(),
  agent: v.optional(v.string()),
  status: v.string(),
  modelCalls: v.number(),
  tools: v.optional(v.array(v.string())),
  embeddings: v.number(),
  input: v.optional(v.number()),
  output: v.optional(v.number()),
  conversationId: v.optional(v.string()),
  subAgents: v.optional(v.array(v.string())),
});

const TRUTH = v.parse(
  v.record(v.string(), v.array(Turn)),
  JSON.parse(readFileSync(new URL("truth.json", FOLDER), "utf8")),
);

/** Actions by which a framework ends a run or hands it over. */
const FRAMEWORKS_OWN = /^final_answer$|handoff/;

test.each(Object.entries(TRUTH))("the runs of %s are the turns that there were", (corpus, turns) => {
  const agents = new Set(turns.flatMap(({ subAgents = [] }) => subAgents));
  const reported = readTraces(corpus).flatMap((spans) => toReports(spans, agents));

  expect(reported).toHaveLength(turns.length);
  const truth = turns.map(({ scenario: _scenario, subAgents: _subAgents, ...turn }) => expect.objectContaining(turn));
  expect(reported).toEqual(expect.arrayContaining(truth));
});

test.each(Object.keys(TRUTH))("the runs of %s are the same when its spans come the other way round", (corpus) => {
  for (const spans of readTraces(corpus)) {
    expect(foldSpans(spans.toReversed()).runs).toEqual(foldSpans(spans).runs);
  }
});

/** The runs in the form of the truth. The recordings are old: a run that would be lost after some silence is so. */
function toReports(spans: readonly FoldSpan[], agents: ReadonlySet<string>) {
  const { runs, marks } = foldSpans(spans);
  return runs.map(({ runId, name, status, ifSilent, counts, tokens, conversationId }) => ({
    agent: name,
    status: ifSilent?.status ?? status,
    modelCalls: counts.modelCalls,
    tools: spans
      .filter(({ kind }, index) => kind === "action" && marks[index]?.counted && marks[index].runId === runId)
      .map(({ label }) => label)
      .filter((label) => !agents.has(label) && !FRAMEWORKS_OWN.test(label))
      .toSorted(),
    embeddings: counts.embeddings,
    input: tokens.input ?? 0,
    output: tokens.output ?? 0,
    conversationId,
  }));
}

/** The facts of a recording's spans, trace by trace. A file holds all requests of its recording as one. */
function readTraces(corpus: string): FoldSpan[][] {
  const file = readdirSync(FOLDER).find((name) => name.startsWith(`${corpus}.`)) ?? corpus;
  const body = gunzipSync(readFileSync(new URL(file, FOLDER)));
  const { spans } = decodeTraceRequest(body, file.endsWith(".json.gz") ? "json" : "protobuf");
  const traces = new Map<string, FoldSpan[]>();
  for (const span of spans) {
    const trace = traces.get(span.traceId);
    const facts: FoldSpan = JSON.parse(toSpanRecord(span).facts);
    if (trace === undefined) traces.set(span.traceId, [facts]);
    else trace.push(facts);
  }
  return [...traces.values()];
}
