import { LOST_AFTER_MS, type RunSpan } from "@runline/contract";
import { describe, expect, test } from "vitest";
import { createAgentFacts, createFacts } from "../../test/support/create-facts.ts";
import type { StoredFacts } from "../records/span-record.ts";
import type { FactsRow } from "../sql/list-facts.ts";
import { createAnswers } from "./answers.ts";
import { createSpansJob, type SpansJob, type SpansOf } from "./spans-job.ts";

const TRACE: SpansOf = { traceId: createFacts("a").traceId };

const toRow = (facts: StoredFacts, extra: Partial<FactsRow> = {}): FactsRow => {
  return { foldKey: "trace", version: "1", facts: JSON.stringify(facts), silentMs: null, ...extra };
};
const toIds = (text: string) => parse(text).map(({ spanId }) => spanId);

function parse(text: string): RunSpan[] {
  return JSON.parse(`[${text}]`);
}

/** Folds, and gives what was left to tell. */
function finish(job: SpansJob) {
  const { answer, gone } = job.fold();
  let told = "";
  for (let part = job.next(); part !== ""; part = job.next()) told += told === "" ? part : `,${part}`;
  return { answer, gone, told };
}

describe("spans of a waterfall", () => {
  test("are told by their start, then by id, each once and as its later version says", () => {
    const job = createSpansJob({ of: TRACE, isEarly: false }, createAnswers());
    expect(job.add([toRow(createFacts("c")), toRow(createFacts("b", undefined, { name: "first" }))])).toBe("");
    job.add([
      toRow(createFacts("b", undefined, { name: "second" }), { version: "2" }),
      toRow(createFacts("c", undefined, { name: "older" }), { version: "0" }),
      toRow(createFacts("a", undefined, { startedAt: 1000.5 })),
    ]);
    const spans = parse(finish(job).told);
    expect(spans.map(({ spanId, name }) => [spanId, name])).toEqual([
      ["b", "second"],
      ["c", "c"],
      ["a", "a"],
    ]);
  });

  test("are told at once where all are asked for, and those that change by the others told again", () => {
    const of = { run: { agentId: "agent", runId: "run", rootSpanId: "Guide" } };
    const job = createSpansJob({ of, isEarly: true }, createAnswers());
    const call = { kind: "model_call", convention: "gen_ai" } as const;
    const spans = [
      createAgentFacts("Guide", undefined, { agentId: "agent", runId: "run" }),
      createFacts("outer", "Guide", { ...call, scope: "framework" }),
      createFacts("inner", "outer", { ...call, scope: "client", model: "gpt-4o" }),
      createFacts("http", "Guide"),
    ];
    expect(toIds(job.add(spans.slice(0, 2).map((facts) => toRow(facts))))).toEqual(["Guide", "outer"]);
    expect(toIds(job.add(spans.slice(2).map((facts) => toRow(facts))))).toEqual(["inner", "http"]);
    const { told, gone } = finish(job);
    expect(parse(told).map(({ spanId, label, detailOf }) => [spanId, label, detailOf])).toEqual([
      ["inner", "inner", "outer"],
      ["outer", "gpt-4o", undefined],
    ]);
    expect(gone).toEqual([]);
  });

  test("that are none of the run are taken back", () => {
    const runs = ["one", "two"].map((name) =>
      createAgentFacts(name, undefined, { runId: `run ${name}`, agentId: `agent ${name}` }),
    );
    const of = { run: { agentId: "agent one", runId: "run one", rootSpanId: "one" } };
    const job = createSpansJob({ of, isEarly: true }, createAnswers());
    expect(toIds(job.add(runs.map((facts) => toRow(facts))))).toEqual(["one", "two"]);
    expect(finish(job)).toMatchObject({ gone: ["two"], told: "" });
  });

  test("are told to a reader who has an answer only where they are not as they were", () => {
    const answers = createAnswers();
    const open = toRow(createFacts("open", "a", { endedAt: undefined, heartbeat: true }), { silentMs: 0 });
    const first = createSpansJob({ of: TRACE, isEarly: false }, answers);
    first.add([toRow(createFacts("a")), open]);
    const { answer } = finish(first);

    const second = createSpansJob({ of: TRACE, isEarly: true, after: answer }, answers);
    expect(second.isKnown).toBe(true);
    expect(second.add([toRow(createFacts("a")), { ...open, silentMs: LOST_AFTER_MS + 1 }])).toBe("");
    second.add([toRow(createFacts("late", "a"))]);
    const { told, gone } = finish(second);
    expect(parse(told).map(({ spanId, state }) => [spanId, state])).toEqual([
      ["late", "ok"],
      ["open", "lost"],
    ]);
    expect(gone).toEqual([]);
    expect(createSpansJob({ of: TRACE, isEarly: false, after: "another" }, answers).isKnown).toBe(false);
  });

  test("of many answers are forgotten, those of the longest ago first", () => {
    const answers = createAnswers();
    const large = new Map(Array.from({ length: 150_000 }, (_, index) => [`${index}`, index]));
    const [first, second] = [answers.add(large), answers.add(large)];
    expect(answers.get(first)).toBeDefined();
    const third = answers.add(large);
    expect([first, second, third].map((name) => answers.get(name) !== undefined)).toEqual([true, false, true]);
  });
});
