import { describe, expect, test } from "vitest";
import { createFoldTrace, failed } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";
import type { FoldSpan } from "./fold-span.ts";

const causeOf = (...spans: FoldSpan[]) => foldSpans(spans).runs[0]?.cause;

describe("a call to the outside that failed", () => {
  test("was not why when the same call went well when it was tried again", () => {
    const trace = createFoldTrace();
    const run = trace.agent("desk", { to: 900, ...failed("booking failed") });
    const tool = trace.tool("book", { in: run, to: 890, ...failed("31 February is not a date") });
    const detail = "desk.example/book";
    const refused = trace.infra("POST", { in: tool, to: 100, detail: `${detail} 503`, ...failed("503") });
    const again = trace.infra("POST", { in: tool, from: 200, detail: `${detail} 200` });
    expect(causeOf(run, tool, refused, again)).toMatchObject({ spanId: tool.spanId });
  });

  test("was why although others went well after it, as what takes back a transaction does", () => {
    const trace = createFoldTrace();
    const run = trace.agent("desk", { to: 900, ...failed("could not save") });
    const insert = trace.infra("INSERT", { in: run, to: 100, ...failed("not-null constraint") });
    const rollback = trace.infra("ROLLBACK", { in: run, from: 110, to: 200 });
    expect(causeOf(run, insert, rollback)).toMatchObject({ spanId: insert.spanId });
  });

  test("was not why inside a service that got over it and answered well, unless its words are repeated", () => {
    const trace = createFoldTrace();
    const words = "duplicate key in audit";
    const run = trace.agent("desk", { to: 900, ...failed("gave up") });
    const tool = trace.tool("save", { in: run, to: 890, ...failed("no seats left") });
    const post = trace.infra("POST", { in: tool, to: 800, detail: "desk.example/save 200" });
    const served = trace.infra("POST /save", { in: post, to: 790 });
    const insert = trace.infra("INSERT", { in: served, to: 700, ...failed(words) });
    expect(causeOf(run, tool, post, served, insert)).toMatchObject({ spanId: tool.spanId });
    expect(causeOf(run, { ...tool, error: words }, post, served, insert)).toMatchObject({ spanId: insert.spanId });
    const agent = trace.agent("Researcher", { in: served, to: 780, serviceName: "researcher", ...failed("no quota") });
    expect(causeOf(run, tool, post, served, insert, agent)).toMatchObject({ spanId: agent.spanId });
  });

  test("was not why after a model call that failed: that is tidying up", () => {
    const trace = createFoldTrace();
    const run = trace.agent("desk", { to: 900, ...failed("agent failed") });
    const chat = trace.chat({ in: run, to: 500, ...failed("401") });
    const save = trace.infra("PUT", { in: run, from: 510, detail: "sessions/1 500", ...failed("500") });
    expect(causeOf(run, chat, save)).toMatchObject({ spanId: chat.spanId });
    const fallback = trace.chat({ in: run, from: 400, to: 505 });
    expect(causeOf(run, { ...chat, endedAt: trace.at(300) }, fallback, save)).toMatchObject({ spanId: save.spanId });
  });
});

test("a judge that failed after an agent had was not why", () => {
  const trace = createFoldTrace();
  const flow = trace.workflow("job", { to: 900, ...failed("run failed") });
  const agent = trace.agent("guide", { in: flow, to: 500, ...failed("401") });
  const judge = trace.evaluator({ in: flow, from: 510, ...failed("nothing to judge") });
  expect(causeOf(flow, agent, judge)).toMatchObject({ spanId: agent.spanId });
});

describe("what was cancelled", () => {
  test.each([
    ["context canceled", undefined],
    ["Parent job is Cancelling", "kotlinx.coroutines.JobCancellationException"],
    ["CancellationError()", undefined],
  ])("%s, was so because of what failed beside it", (error, errorType) => {
    const trace = createFoldTrace();
    const run = trace.agent("travel", { to: 900, ...failed("a branch failed") });
    const trains = trace.tool("trains", { in: run, to: 500, ...failed("500") });
    const buses = trace.tool("buses", { in: run, to: 510, ...failed(error), errorType });
    expect(causeOf(run, trains, buses)).toMatchObject({ spanId: trains.spanId });
  });

  test("began after what had failed before: somebody has stopped the run", () => {
    const trace = createFoldTrace();
    const run = trace.agent("travel", { to: 900, ...failed("stopped by the user") });
    const trains = trace.tool("trains", { in: run, to: 100, ...failed("503") });
    const chat = trace.chat({ in: run, from: 110, to: 890, ...failed("AbortError: Request was aborted.") });
    expect(causeOf(run, trains, chat)).toMatchObject({ spanId: chat.spanId });
  });
});

describe("a step that the run names or repeats", () => {
  test("is the one that is named, not one beside it with the same short words", () => {
    const trace = createFoldTrace();
    const run = trace.agent("travel", { to: 900, ...failed("book_hotel: 500") });
    const hotel = trace.tool("book_hotel", { in: run, to: 100, ...failed("500") });
    const flight = trace.tool("book_flight", { in: run, to: 200, ...failed("500") });
    expect(causeOf(run, hotel, flight)).toMatchObject({ spanId: hotel.spanId });
  });

  test.each([
    ["search", "429", "no JSON in the search answer"],
    ["probe", "failed", "parsing failed"],
  ])("is not told by a word of every day once more was done: %s, %s", (name, error, words) => {
    const trace = createFoldTrace();
    const run = trace.agent("shop", { to: 900, ...failed(words) });
    const early = trace.tool(name, { in: run, to: 100, ...failed(error) });
    const next = trace.tool("lookup", { in: run, from: 200 });
    expect(causeOf(run, early, next)).toMatchObject({ spanId: run.spanId });
    expect(causeOf(run, early, trace.chat({ in: run, from: 200 }))).toMatchObject({ spanId: early.spanId });
  });
});

test("a step that is named in a list with others that went well was not why", () => {
  const trace = createFoldTrace();
  const run = trace.agent("travel", { to: 900, ...failed("book_hotel is not one of [search_web, get_price]") });
  const search = trace.tool("search_web", { in: run, to: 100, ...failed("503") });
  const price = trace.tool("get_price", { in: run, from: 200 });
  expect(causeOf(run, search, price)).toMatchObject({ spanId: run.spanId });
  expect(causeOf(run, search, { ...price, label: "get_offer" })).toMatchObject({ spanId: search.spanId });
});

test("a step that is named was why though the same one had gone well before, and another one did later", () => {
  const trace = createFoldTrace();
  const run = trace.agent("travel", { to: 900, ...failed("get_price failed") });
  const well = trace.tool("get_price", { in: run, to: 100 });
  const price = trace.tool("get_price", { in: run, from: 200, ...failed("503") });
  const sorry = trace.tool("say_sorry", { in: run, from: 400 });
  expect(causeOf(run, well, price, sorry)).toMatchObject({ spanId: price.spanId });
});

test("a failure after which a step began that never ended was not why: the run was stopped in that one", () => {
  const trace = createFoldTrace();
  const run = trace.agent("guide", { to: 900, ...failed("stopped by the user") });
  const search = trace.tool("search", { in: run, to: 100, ...failed("503") });
  const chat = trace.chat({ in: run, from: 200, endedAt: undefined });
  expect(causeOf(run, search, chat)).toMatchObject({ spanId: run.spanId });
  expect(causeOf({ ...run, status: "timeout" }, search, chat)).toMatchObject({ spanId: chat.spanId });
});

describe("tries", () => {
  test("are not what failed side by side", () => {
    const trace = createFoldTrace();
    const run = trace.agent("guide", { to: 900, ...failed("all lookups failed") });
    const calls = [0, 1, 2].map((from) => trace.tool("get_weather", { in: run, from, ...failed("503") }));
    expect(causeOf(run, ...calls)).toMatchObject({ spanId: calls[2]?.spanId, attempts: 1, durationMs: 100 });
  });

  test("begin after the last that went well", () => {
    const trace = createFoldTrace();
    const run = trace.agent("guide", { to: 900, ...failed("no Oslo") });
    const well = trace.tool("get_weather", { in: run, from: 200 });
    const failures = [0, 400, 600].map((from) => trace.tool("get_weather", { in: run, from, ...failed("503") }));
    expect(causeOf(run, well, ...failures)).toMatchObject({ attempts: 2, durationMs: 300 });
  });
});

test("an agent that failed inside an action that went well is found, be it 100,000 spans below", () => {
  const trace = createFoldTrace();
  const run = trace.agent("desk", { to: 900, ...failed("gave up") });
  const tool = trace.tool("hand_over", { in: run, to: 890 });
  const chain: FoldSpan[] = [];
  let last = tool;
  for (; chain.length < 100_000; chain.push(last)) last = trace.infra("step", { in: last, to: 880 });
  const agent = trace.agent("guide", { in: last, ...failed("401") });
  expect(foldSpans([run, tool, ...chain, agent]).runs[0]?.cause).toMatchObject({ spanId: agent.spanId });
});

test("1 MB of words is searched for the names of thousands of steps at its beginning only", () => {
  const trace = createFoldTrace();
  const words = `find_a_seat: no seat ${"find_a_sea".repeat(100_000)} find_0`;
  const run = trace.agent("desk", { to: 900, ...failed(words) });
  const named = trace.tool("find_a_seat", { in: run, ...failed("no seat") });
  const steps = Array.from({ length: 10_000 }, (_, index) =>
    trace.tool(`find_${index}`, { in: run, from: 200, ...failed("none") }),
  );
  expect(foldSpans([run, named, ...steps]).runs[0]?.cause).toMatchObject({ spanId: named.spanId });
});
