import { expect, test } from "vitest";
import { createFoldTrace } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";

const MINUTES_5 = 300_000;

test("a child that starts before its parent has another clock, and so has all of its service below it", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("A", { to: 9000 });
  const tool = trace.tool("x", { in: agent, from: -MINUTES_5, to: -MINUTES_5 + 1000, serviceName: "tools" });
  const query = trace.infra("SELECT", { in: tool, from: -MINUTES_5 + 10, serviceName: "tools" });
  const back = trace.infra("callback", { in: tool, from: 500 });
  const { runs, marks } = foldSpans([agent, tool, query, back]);
  expect(marks.map(({ clockOffsetMs }) => clockOffsetMs)).toEqual([undefined, -MINUTES_5, -MINUTES_5, undefined]);
  expect(runs).toMatchObject([
    { startedAt: trace.at(0), endedAt: trace.at(9000), time: { toolMs: 1000 }, counts: { spans: 4 } },
  ]);
});

test("what its caller waits for cannot come after it", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("A", { to: 9000 });
  const post = trace.infra("POST", { in: agent, from: 1000, to: 3000 });
  const place = { in: post, from: 7_200_000, to: 7_201_000, serviceName: "other" };
  const spans = [
    agent,
    post,
    trace.infra("server", { ...place, remote: "call" }),
    trace.infra("consumer", { ...place, remote: "queue" }),
  ];
  expect(foldSpans(spans).marks.map(({ clockOffsetMs }) => clockOffsetMs)).toEqual([
    undefined,
    undefined,
    7_198_000,
    undefined,
  ]);
});

test("what goes on after its parent, and what starts a moment too early, has no other clock", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("A", { to: 1000 });
  const spans = [
    agent,
    trace.embedding({ in: agent, from: 900, to: 5000 }),
    trace.chat({ in: agent, from: -20 }),
    trace.tool("late", { in: agent, from: 60_000 }),
  ];
  expect(foldSpans(spans).marks.map(({ clockOffsetMs }) => clockOffsetMs)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
