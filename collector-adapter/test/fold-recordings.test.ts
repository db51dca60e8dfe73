import { expect, test } from "vitest";
import * as v from "valibot";
import type { FoldSpan } from "../src/fold/fold-span.ts";
import { foldSpans } from "../src/fold/fold-spans.ts";
import { CORPORA, readJson, readTraces } from "./support/corpora.ts";

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

const TRUTH = v.parse(v.record(v.string(), v.array(Turn)), readJson("truth.json"));

/** Actions by which a framework ends a run or hands it over. */
const FRAMEWORKS_OWN = /^final_answer$|handoff/;

test("each corpus has its truth", () => {
  expect(Object.keys(TRUTH).toSorted()).toEqual([...CORPORA.keys()].toSorted());
});

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
