import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { readSpans } from "../src/ingest/read-spans.ts";
import { encodeProtobuf } from "./support/otlp-encoder.ts";
import { createTestRun, type TestRun } from "./support/test-run.ts";
import { toTraceRequest, type TestSpan } from "./support/test-span.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const SPANS = 2_000;

test.each<[string, (run: TestRun) => TestSpan]>([
  ["with next to nothing in them", (run) => ({ ...run.infrastructure(""), attributes: {}, resource: {} })],
  [
    "of an agent",
    (run) => run.action("GET_WEATHER", { attributes: { "gen_ai.tool.call.result": "sunny ".repeat(99) } }),
  ],
])("spans %s take no more memory while they wait than is counted", (_name, create) => {
  const run = createTestRun();
  const body = encodeProtobuf(toTraceRequest(Array.from({ length: SPANS }, () => create(run))));
  // What is compiled and looked up stays; while it is compiled, V8 may hold the spans of one reading until the next.
  for (let times = 0; times < 3; times++) readSpans({ signal: "traces", body, encoding: "protobuf" });
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const { parts } = readSpans({ signal: "traces", body, encoding: "protobuf" });
  collectGarbage();
  const held = process.memoryUsage().heapUsed - before;

  expect(parts.reduce((sum, { spans }) => sum + spans, 0)).toBe(SPANS);
  expect(parts.reduce((sum, { waitingBytes }) => sum + waitingBytes, 0)).toBeGreaterThan(held);
  expect(held).toBeGreaterThan(SPANS * 500);
});
