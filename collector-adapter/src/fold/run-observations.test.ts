import { expect, test } from "vitest";
import { createFoldTrace, failed } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";
import type { FoldSpan } from "./fold-span.ts";

const observe = (...spans: FoldSpan[]) => foldSpans(spans).runs[0]?.observations;

test("actions that were called three times or more with the same arguments, most often first, five at most", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 9000 });
  const call = (name: string, index: number, argumentsHash?: string) =>
    trace.tool(name, { in: agent, from: index * 100, ...(argumentsHash !== undefined && { argumentsHash }) });
  const calls = [0, 1, 2].flatMap((index) => [
    call("search", index, "same"),
    call("search", index, `other ${index}`),
    call("unknown", index),
  ]);
  expect(observe(agent, ...calls)).toEqual([
    { kind: "repeated_action", label: "search", times: 3, spanId: calls[0]?.spanId },
  ]);
  const loops = Array.from({ length: 8 }, (_, index) =>
    Array.from({ length: index === 7 ? 4 : 3 }, () => call(`tool ${index}`, index, "same")),
  );
  expect(observe(agent, ...loops.flat())?.map(({ label }) => label)).toEqual([
    "tool 7",
    "tool 0",
    "tool 1",
    "tool 2",
    "tool 3",
  ]);
});

test("a step that was left to ask somebody, and not those around that were left as well", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("booking", { to: 900 });
  const node = trace.chain("tools", { in: agent, to: 300, isInterrupted: true });
  const tool = trace.tool("BOOK_TABLE", { in: node, isInterrupted: true });
  expect(observe(agent, node, tool)).toEqual([{ kind: "interrupted_step", label: "BOOK_TABLE", spanId: tool.spanId }]);
});

test("a step that failed and was called again directly afterwards, though the run went well", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("booking", { to: 900 });
  const action = trace.tool("BOOK_TABLE", { in: agent, to: 800 });
  const post = (from: number, host: string, facts = {}) =>
    trace.infra("POST", { in: action, from, to: from + 40, detail: host, ...facts });
  const tries = [
    post(0, "tables.example.com 503", failed("503")),
    post(40, "tables.example.com 503", failed("503")), // in the moment in which the first one failed
    post(300, "tables.example.com 201"),
  ];
  const others = [post(400, "mail.example.com 500", failed("500")), post(500, "sms.example.com 200")];
  expect(observe(agent, action, ...tries, ...others)).toEqual([
    {
      kind: "retried_step",
      label: "POST tables.example.com",
      spanId: tries[2]?.spanId,
      times: 3,
      durationMs: 340,
    },
  ]);
});

test("the outermost call to the outside that took a second and a quarter of the run, but for those of a model", () => {
  const trace = createFoldTrace();
  const request = trace.infra("POST /chat", { to: 8000 });
  const agent = trace.agent("weather", { in: request, to: 8000 });
  const call = trace.infra("GET", { in: agent, from: 100, to: 2200, detail: "api.example.com 200" });
  const inside = trace.infra("SELECT", { in: call, from: 100, to: 2190 });
  const short = trace.infra("PUT", { in: agent, from: 2200, to: 3900, detail: "api.example.com 200" });
  const work = trace.infra("work", { in: agent, to: 8000 });
  const chat = trace.chat({ in: agent, from: 4000, to: 8000 });
  const wire = trace.infra("POST", { in: chat, from: 4000, to: 8000 });
  expect(observe(request, agent, call, inside, short, work, chat, wire)).toEqual([
    { kind: "outside_call", label: "GET api.example.com", spanId: call.spanId, durationMs: 2100 },
  ]);
});

test("a model that is shown more with each of its calls, twice as much and a thousand tokens more in the end", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  const calls = (...inputs: number[]) =>
    inputs.map((input, index) => trace.chat({ in: agent, from: index * 100, tokens: { input } }));
  const growing = calls(900, 1500, 2400);
  expect(observe(agent, ...growing)).toEqual([
    {
      kind: "growing_prompt",
      label: "gpt-4o",
      spanId: growing[2]?.spanId,
      times: 3,
      tokens: { first: 900, last: 2400 },
    },
  ]);
  expect(observe(agent, ...calls(900, 1500, 1900))).toMatchObject([{ tokens: { first: 900, last: 1900 } }]);
  expect(observe(agent, ...calls(900, 1500, 1899))).toBeUndefined();
  expect(observe(agent, ...calls(900, 2400))).toBeUndefined();
  expect(observe(agent, ...calls(900, 3000, 2400))).toBeUndefined();
  expect(observe(agent, ...calls(100, 400, 900))).toBeUndefined();
});

test("context providers that took half a second and a tenth of the run, the slowest first", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("Eliza", { to: 5000 });
  const provider = (label: string, to: number) => trace.span("context_provider", label, { in: agent, to });
  const [facts, world] = [provider("FACTS", 700), provider("WORLD", 1400)];
  expect(observe(agent, facts, provider("TIME", 400), world)).toEqual([
    { kind: "slow_provider", label: "WORLD", spanId: world.spanId, durationMs: 1400 },
    { kind: "slow_provider", label: "FACTS", spanId: facts.spanId, durationMs: 700 },
  ]);
});

test("a run in which nothing stands out has none", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  expect(
    observe(agent, trace.chat({ in: agent }), trace.tool("search", { in: agent, ...failed("no such city") })),
  ).toBeUndefined();
});
