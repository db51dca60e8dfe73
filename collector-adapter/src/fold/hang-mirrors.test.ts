import { expect, test } from "vitest";
import { createFoldTrace, listRuns, toOpen } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";
import type { FoldSpan } from "./fold-span.ts";

const GATEWAY = { serviceName: "gateway", scope: "litellm" };

/** An agent that calls a model twice, and what a gateway tells of both in traces of its own. */
function createPair() {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  const calls = ["r-1", "r-2"].map((responseId, index) => {
    const from = 10 + index * 400;
    return trace.chat({ in: agent, from, to: from + 300, responseId, tokens: { input: 5 } });
  });
  const mirrors = calls.map(({ responseId }, index) => {
    const own = createFoldTrace();
    const from = 20 + index * 400;
    const request = own.infra("POST /v1/chat", { from, to: from + 290, ...GATEWAY });
    const told = { responseId, tokens: { input: 5 }, cost: 0.25, ...GATEWAY };
    return [request, own.infra("auth", { in: request, from, ...GATEWAY }), own.chat({ in: request, from, ...told })];
  });
  return { agent, calls, mirrors: mirrors.flat() };
}

test("what a gateway tells in traces of its own hangs below the calls that were made through it", () => {
  const { agent, calls, mirrors } = createPair();
  const spans = [...mirrors, agent, ...calls];
  const { runs, marks } = foldSpans(spans);
  expect(runs).toMatchObject([
    { name: "weather", isBare: false, counts: { modelCalls: 2, spans: 9 }, tokens: { input: 10 }, cost: { usd: 0.5 } },
  ]);
  expect(runs[0]?.responses).toEqual(["r-1", "r-2"]);
  const hung = spans.flatMap(({ name }, index) =>
    marks[index]?.mirrorOf ? [[name, marks[index].mirrorOf.spanId]] : [],
  );
  expect(hung).toEqual(calls.map(({ spanId }) => ["POST /v1/chat", spanId]));
});

test("of two traces without an agent that with the longer call is the caller's, whichever clock is ahead", () => {
  const [client, gateway] = [createFoldTrace(), createFoldTrace()];
  const call = client.chat({ from: 300, to: 800, responseId: "r-1" });
  const request = gateway.infra("POST /v1/chat", { to: 600, ...GATEWAY });
  const spans = [request, gateway.chat({ in: request, from: 10, to: 480, responseId: "r-1", ...GATEWAY }), call];
  expect(listRuns(spans)).toEqual([["chat gpt-4o", "completed", "POST /v1/chat gpt-4o gpt-4o"]]);
  expect(foldSpans(spans).runs).toMatchObject([{ runId: client.runId, startedAt: client.at(300), isBare: true }]);
});

test("a gateway that a request came into after the call had begun is inside it, though it streams long after", () => {
  const [client, gateway] = [createFoldTrace(), createFoldTrace()];
  const call = client.chat({ from: 10, to: 100, responseId: "r-1" });
  const served = { from: 20, to: 5000, isRequest: true, ...GATEWAY };
  const request = gateway.infra("POST /v1/chat", served);
  const told = gateway.chat({ in: request, from: 30, to: 4900, responseId: "r-1", ...GATEWAY });
  expect(listRuns([told, request, call])).toEqual([["chat gpt-4o", "completed", "gpt-4o POST /v1/chat gpt-4o"]]);
  // What serves a page calls without an agent, and its gateway tells of no request.
  const page = client.infra("POST /ask", { to: 600, isRequest: true });
  const asked = client.chat({ in: page, from: 10, to: 500, responseId: "r-1" });
  const bare = gateway.chat({ from: 20, to: 400, responseId: "r-1", ...GATEWAY });
  expect(foldSpans([page, asked, bare]).runs).toMatchObject([{ runId: client.runId, counts: { modelCalls: 1 } }]);
});

test("three traces of which each would be inside the next make no circle", () => {
  const [a, b, c] = [createFoldTrace(), createFoldTrace(), createFoldTrace()];
  const request = b.infra("POST /v1/chat", { from: 10, to: 200, isRequest: true, scope: "b" });
  const page = c.infra("POST /v1/chat", { to: 100, isRequest: true, scope: "c" });
  const spans = [
    a.chat({ from: 5, to: 35, responseId: "r-1", scope: "a" }),
    request,
    b.chat({ in: request, from: 12, to: 112, responseId: "r-1", scope: "b" }),
    page,
    c.chat({ in: page, from: 2, to: 52, responseId: "r-1", scope: "c" }),
  ];
  const { runs } = foldSpans(spans);
  expect(runs.reduce((sum, { counts }) => sum + counts.spans, 0)).toBe(spans.length);
});

test.each<[string, Partial<FoldSpan>]>([
  ["of the same program and instrumentation", {}],
  ["that begins when it is over", { ...GATEWAY, startedAt: 1_795_000_003_000, endedAt: 1_795_000_003_100 }],
  ["with another response", { ...GATEWAY, responseId: "r-2" }],
  ["that belongs to a run by its own word", { ...GATEWAY, runId: "00000000-0000-4000-8000-000000000001" }],
])("a call in another trace %s is one of its own", (_title, facts) => {
  const [client, other] = [createFoldTrace(), createFoldTrace()];
  const agent = client.agent("weather", { to: 900 });
  const call = client.chat({ in: agent, from: 10, to: 500, responseId: "r-1" });
  expect(foldSpans([agent, call, other.chat({ from: 20, responseId: "r-1", ...facts })]).runs).toHaveLength(2);
});

test("a trace of which one response has no caller, or in which an agent works, hangs nowhere", () => {
  const { agent, calls } = createPair();
  const other = createFoldTrace();
  const told = other.chat({ from: 20, responseId: "r-1", ...GATEWAY });
  expect(foldSpans([agent, ...calls, told, other.chat({ from: 200, responseId: "x", ...GATEWAY })]).runs).toHaveLength(
    2,
  );
  const works = [told, other.tool("search", { from: 200, ...GATEWAY })];
  expect(foldSpans([agent, ...calls, ...works]).runs).toHaveLength(2);
});

test("a gateway's call that goes on hangs below its caller as soon as both name the response", () => {
  const { agent, calls } = createPair();
  const told = createFoldTrace().chat({ from: 20, responseId: "r-1", ...GATEWAY });
  expect(foldSpans([toOpen(agent), ...calls.map(toOpen), toOpen(told)]).runs).toHaveLength(1);
});
