import { expect, test } from "vitest";
import { createFoldTrace, failed } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";
import type { FoldSpan } from "./fold-span.ts";

const causeOf = (...spans: FoldSpan[]) => foldSpans(spans).runs[0]?.cause;

test("the cause is the deepest failed step on the failing path, in one line with its tries and their time", () => {
  const trace = createFoldTrace();
  const run = trace.agent("Eliza", { to: 5000, ...failed("BOOK_TABLE failed") });
  const plan = trace.span("plan", "plan", { in: run, to: 4900, ...failed("BOOK_TABLE failed") });
  const action = trace.tool("BOOK_TABLE", { in: plan, from: 100, to: 4800, ...failed("fetch failed") });
  const tries = [200, 1300, 2600].map((from) =>
    trace.infra("POST tables.example.com", { in: action, from, to: from + 1000, ...failed("ECONNREFUSED") }),
  );
  expect(causeOf(run, plan, action, ...tries)).toEqual({
    spanId: tries[2]?.spanId,
    text: "BOOK_TABLE › POST tables.example.com: ECONNREFUSED, 3 tries, 3.4 s",
    path: ["BOOK_TABLE", "POST tables.example.com"],
    fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    attempts: 3,
    message: "ECONNREFUSED",
    durationMs: 3400,
  });
});

test("calls to the outside are told by where they went: those to another place are not tries of the same", () => {
  const trace = createFoldTrace();
  const run = trace.agent("Eliza", { to: 5000, ...failed("gave up") });
  const post = (from: number, detail: string) => trace.infra("POST", { in: run, from, detail, ...failed("503") });
  const calls = [
    post(0, "mail.example.com 503"),
    post(200, "tables.example.com 502"),
    post(400, "tables.example.com 503"),
  ];
  expect(causeOf(run, ...calls)).toMatchObject({
    text: "POST tables.example.com: 503, 2 tries, 300 ms",
    path: ["POST tables.example.com"],
    attempts: 2,
  });
});

test("a message is its first line that says something, without the full stop that would stand in the middle", () => {
  const trace = createFoldTrace();
  const textOf = (message: string) => causeOf(trace.agent("weather", { to: 900, ...failed(message) }))?.text;
  expect(textOf("The service is down.")).toBe("weather: The service is down, 900 ms");
  expect(textOf("\n  Wait...\nThen try again.")).toBe("weather: Wait..., 900 ms");
  expect(textOf("No such host: example.com")).toBe("weather: No such host: example.com, 900 ms");
});

test("words of one word, or of a span above, have the type of the error before them, unless they say it", () => {
  const trace = createFoldTrace();
  const textOf = (error: string, errorType: string, above = "tool failed") => {
    const run = trace.agent("guide", { to: 900, ...failed(above) });
    return causeOf(run, trace.tool("find", { in: run, status: "error", error: error || undefined, errorType }))?.text;
  };
  expect(textOf("'Atlantis'", "KeyError")).toBe("find: KeyError: 'Atlantis', 100 ms");
  expect(textOf("no such city", "java.lang.LookupException")).toBe("find: no such city, 100 ms");
  expect(textOf("", "java.lang.LookupException")).toBe("find: LookupException: tool failed, 100 ms");
  expect(textOf("", "503", "desk.example answered 503")).toBe("find: desk.example answered 503, 100 ms");
  expect(textOf("boom", "Error")).toBe("find: boom, 100 ms");
});

test("a call over HTTP that has no words of its own is told by what was answered", () => {
  const trace = createFoldTrace();
  const run = trace.agent("guide", { to: 900, ...failed("tool failed") });
  const post = trace.infra("POST", { in: run, detail: "desk.example/book 503", status: "error" });
  expect(causeOf(run, post)?.text).toBe("POST desk.example/book: 503: tool failed, 100 ms");
  expect(causeOf({ ...run, error: undefined }, post)?.message).toBe("503");
  expect(causeOf({ ...run, error: "Server answered 503" }, post)?.message).toBe("Server answered 503");
});

test("the tries of a step around count where what failed in it was not tried again itself", () => {
  const trace = createFoldTrace();
  const flow = trace.workflow("job", { to: 9000, ...failed("gave up") });
  const tries = [0, 1000, 4000].flatMap((from) => {
    const agent = trace.agent("guide", { in: flow, from, ...failed("529") });
    return [agent, trace.chat({ in: agent, from: from + 10, to: from + 60, ...failed("529") })];
  });
  expect(causeOf(flow, ...tries)).toMatchObject({
    path: ["guide", "gpt-4o"],
    attempts: 3,
    durationMs: 4060,
  });
});

test("a second span of the agent does not stand before the step, and a word that only begins like a name is not that", () => {
  const trace = createFoldTrace();
  const run = trace.agent("concierge", { to: 900, ...failed("gave up") });
  const inner = trace.agent("concierge", { in: run, to: 890, ...failed("gave up") });
  const tool = trace.tool("book", { in: inner, ...failed("booking is closed") });
  expect(causeOf(run, inner, tool)?.text).toBe("book: booking is closed, 100 ms");
  expect(causeOf(run, inner, { ...tool, ...failed("book: closed") })?.text).toBe("book: closed, 100 ms");
});

test("a piece of a call that does not say where it went is named with the call around it", () => {
  const trace = createFoldTrace();
  const run = trace.agent("guide", { to: 900, ...failed("fetch failed") });
  const tool = trace.tool("pay", { in: run, to: 800, ...failed("fetch failed") });
  const post = trace.infra("POST", { in: tool, to: 700, detail: "pay.example/charge", ...failed("expired") });
  const tls = trace.infra("tls.connect", { in: post, ...failed("certificate has expired") });
  expect(causeOf(run, tool, post, tls)).toMatchObject({
    path: ["pay", "POST pay.example/charge", "tls.connect"],
    message: "certificate has expired",
  });
  expect(causeOf(run, tool, post, { ...tls, detail: "pay.example:443" })?.path).toEqual([
    "pay",
    "tls.connect pay.example:443",
  ]);
});

test("what went well afterwards, or inside a step that went well, was not why", () => {
  const trace = createFoldTrace();
  const run = trace.agent("weather", { to: 900, ...failed("TypeError: no answer") });
  const early = trace.tool("get_weather", { in: run, from: 10, ...failed("no such city") });
  const caught = trace.tool("save", { in: run, from: 400 });
  const inside = trace.infra("POST", { in: caught, from: 410, ...failed("503") });
  expect(causeOf(run, early, caught, inside, trace.chat({ in: run, from: 600 }))).toMatchObject({
    spanId: run.spanId,
    text: "weather: TypeError: no answer, 900 ms",
    path: ["weather"],
  });
});

test("what the run repeats word for word was why, whatever else went well after it", () => {
  const trace = createFoldTrace();
  const run = trace.agent("Eliza", { to: 900, ...failed("HARSH_JUDGE: this will not do") });
  const harsh = trace.evaluator({ in: run, to: 100, label: "HARSH_JUDGE", ...failed("HARSH_JUDGE: this will not do") });
  const answer = trace.chat({ in: run, from: 200 });
  expect(causeOf(run, harsh, answer)).toMatchObject({
    spanId: harsh.spanId,
    text: "HARSH_JUDGE: this will not do, 100 ms",
  });
});

test("a step that the run names was why, though the agent went on to say that it is sorry", () => {
  const trace = createFoldTrace();
  const run = trace.agent("Eliza", { to: 900, ...failed("BOOK_TABLE failed") });
  const weather = trace.tool("GET_WEATHER", { in: run, to: 90, ...failed("no such city") });
  const book = trace.tool("BOOK_TABLE", { in: run, from: 100, to: 300, ...failed("the restaurant refused") });
  const table = trace.tool("TABLE", { in: run, from: 310, to: 400, ...failed("no room") });
  const sorry = trace.chat({ in: run, from: 500 });
  expect(causeOf(run, weather, book, table, sorry)).toMatchObject({ spanId: book.spanId, path: ["BOOK_TABLE"] });
});

test("a failure that names an earlier step came of that one, with a model call between, and with none of the same words", () => {
  const trace = createFoldTrace();
  const run = trace.agent("sales", { to: 900, ...failed("no quote") });
  const price = trace.tool("get_price", { in: run, to: 90, ...failed("KeyError: sku-7") });
  const offer = trace.tool("make_offer", { in: run, from: 200, ...failed("get_price failed before") });
  const quote = trace.tool("send_quote", { in: run, from: 400, ...failed("nothing came of make_offer") });
  const ask = trace.chat({ in: run, from: 100, to: 190 });
  expect(causeOf(run, price, ask, offer, quote)).toMatchObject({ spanId: price.spanId });
});

test("a failure did not come of an earlier one because of a few words that both have", () => {
  const trace = createFoldTrace();
  const run = trace.agent("travel", { to: 900, ...failed("gave up") });
  const search = trace.tool("SEARCH", { in: run, to: 90, ...failed("404") });
  const book = trace.tool("BOOK", { in: run, from: 300, ...failed("HTTP 404 from the booking desk") });
  expect(causeOf(run, search, book)).toMatchObject({ spanId: book.spanId });
});

test("a failure did not come of an earlier one after which something was done", () => {
  const trace = createFoldTrace();
  const run = trace.agent("travel", { to: 900, ...failed("gave up") });
  const search = trace.tool("SEARCH", { in: run, to: 90, ...failed("404") });
  const other = trace.tool("ASK_OTHER", { in: run, from: 100, to: 200 });
  const book = trace.tool("BOOK", { in: run, from: 300, ...failed("the SEARCH of the desk is down") });
  expect(causeOf(run, search, other, book)).toMatchObject({ spanId: book.spanId });
});

test("of steps that each name the one before, the last sixty-four are gone back over", () => {
  const trace = createFoldTrace();
  const run = trace.agent("loop", { to: 1_000_000, ...failed("gave up") });
  const steps = Array.from({ length: 4000 }, (_, index) =>
    trace.tool(`STEP_${index}`, { in: run, from: index * 200, ...failed(`STEP_${index - 1} had failed`) }),
  );
  expect(causeOf(run, ...steps)).toMatchObject({ path: ["STEP_3935"] });
});

test("a run that timed out did so in the step that went on longer", () => {
  const trace = createFoldTrace();
  const run = trace.agent("Eliza", { to: 500, status: "timeout", error: "Run exceeded timeout" });
  const gate = trace.tool("WAIT_AT_GATE", { in: run, from: 100, to: 5000 });
  expect(causeOf(run, trace.chat({ in: run, to: 90 }), gate)).toMatchObject({
    spanId: gate.spanId,
    text: "WAIT_AT_GATE: Run exceeded timeout, 4.9 s",
  });
});

test("a run that timed out did so in a step, not in what goes on beside it for as long as the process lives", () => {
  const trace = createFoldTrace();
  const run = trace.agent("Eliza", { to: 500, status: "timeout" });
  const early = trace.infra("heartbeat poller", { in: run, to: 60_000 });
  const gate = trace.tool("WAIT_AT_GATE", { in: run, from: 100, to: 5000 });
  const post = trace.infra("POST gate.example.com", { in: gate, from: 110, to: 4990 });
  const late = trace.infra("metrics poller", { in: run, from: 200, to: 60_000 });
  expect(causeOf(run, early, gate, late)).toMatchObject({ path: ["WAIT_AT_GATE"] });
  expect(causeOf(run, early, gate, post, late)).toMatchObject({ path: ["WAIT_AT_GATE", "POST gate.example.com"] });
  const around = { ...gate, parentSpanId: late.spanId };
  expect(causeOf(run, early, late, around)).toMatchObject({ path: ["WAIT_AT_GATE"] });
  expect(causeOf(run, gate, { ...late, ...failed("gone") })).toMatchObject({ path: ["WAIT_AT_GATE"] });
  expect(causeOf(run, post, late)).toMatchObject({ path: ["metrics poller"] });
});

test("the path leads through infrastructure that says ok, and through another agent's run", () => {
  const trace = createFoldTrace();
  const outer = trace.agent("Orchestrator", { to: 900, ...failed("researcher failed") });
  const post = trace.infra("POST", { in: outer, to: 890 });
  const inner = trace.agent("Researcher", { in: post, to: 880, serviceName: "researcher", ...failed("gave up") });
  const call = trace.chat({ in: inner, to: 870, serviceName: "researcher", ...failed("429") });
  expect(causeOf(outer, post, inner, call)).toMatchObject({ spanId: call.spanId, path: ["Researcher", "gpt-4o"] });
});

test("another agent's clock that is behind does not put its failure before what went well", () => {
  const trace = createFoldTrace();
  const outer = trace.agent("Orchestrator", { to: 900, ...failed("researcher failed") });
  const chat = trace.chat({ in: outer, to: 90 });
  const times = { from: 100 - 300_000, to: 880 - 300_000, serviceName: "researcher" };
  const inner = trace.agent("Researcher", { in: outer, ...times, ...failed("gave up") });
  expect(causeOf(outer, chat, inner)).toMatchObject({ spanId: inner.spanId, text: "Researcher: gave up, 780 ms" });
});

test("a run that timed out without a word has a cause and no error of its own", () => {
  const trace = createFoldTrace();
  const run = trace.agent("Eliza", { to: 500, status: "timeout" });
  expect(causeOf(run)?.text).toBe("Eliza: timed out, 500 ms");
  expect(foldSpans([run]).runs[0]?.error).toBeUndefined();
});

test("a run that went well has no cause, one that goes on has none yet", () => {
  const trace = createFoldTrace();
  expect(causeOf(trace.agent("A"))).toBeUndefined();
  const open = trace.agent("A", { endedAt: undefined });
  expect(causeOf(open, trace.chat({ in: open, ...failed("429") }))).toBeUndefined();
});

test("messages that differ in numbers and ids only have one fingerprint, others have another", () => {
  const trace = createFoldTrace();
  const printOf = (message: string) => causeOf(trace.agent("A", failed(message)))?.fingerprint;
  expect(printOf("429: retry in 3.2 s (req_011CRZ8mXq2bTnYV) of 5f1d0c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10")).toBe(
    printOf("429: retry in 18 s (req_0b7Kd3PfYh2SwLrN) of aa1d0c1e-7b1d-4a4e-9f0e-3d1c5b2a7f11"),
  );
  expect(printOf("no rooms")).not.toBe(printOf("no table"));
});

test("only the first line of a long message is told", () => {
  const trace = createFoldTrace();
  const text = causeOf(trace.agent("A", failed(`\n  ${"x".repeat(400)}\n  at stack (file.ts:1)`)))?.text ?? "";
  expect(text).toBe(`A: ${"x".repeat(299)}…, 100 ms`);
});
