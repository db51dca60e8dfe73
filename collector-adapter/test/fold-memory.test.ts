import { deserialize, serialize, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { decodeTraceRequest } from "../src/otlp/decode-trace-request.ts";
import type { SpanRecord } from "../src/records/span-record.ts";
import { toSpanRecord } from "../src/spans/to-span-record.ts";
import { createSpanSet, type KnownSpan, type SpanSet } from "../src/store/span-set.ts";
import { encodeJson } from "./support/otlp-encoder.ts";
import { createTestRun } from "./support/test-run.ts";
import { toTraceRequest } from "./support/test-span.ts";

const RUNS = 2_000;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** What a commit remembers of a run. */
function createSpans(toKnown: (record: SpanRecord) => KnownSpan): SpanSet {
  const run = createTestRun();
  const plan = run.plan();
  const sent = [run.root(), plan, run.action("LOOK", { parent: plan }), run.modelCall(), run.infrastructure("GET")];
  const { spans } = decodeTraceRequest(encodeJson(toTraceRequest(sent)), "json");
  return createSpanSet(spans.map((span) => toKnown(toSpanRecord(span))));
}

test.each<[string, (record: SpanRecord) => KnownSpan]>([
  ["that were read here", ({ version, facts }) => ({ version, facts })],
  [
    "of a large body",
    (record) => {
      const { version, facts }: SpanRecord = deserialize(serialize(record));
      return { version, facts };
    },
  ],
  ["of the database", ({ version, facts }) => ({ version, facts: JSON.parse(JSON.stringify(facts)) })],
])("the facts of spans %s take no more memory than is counted", (_name, toKnown) => {
  const create = () => Array.from({ length: RUNS }, () => createSpans(toKnown));
  create(); // what is compiled and interned on the way stays
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const sets = create();
  collectGarbage();
  const taken = process.memoryUsage().heapUsed - before;

  const counted = sets.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(taken / counted).toBeLessThan(1.1);
  expect(taken / counted).toBeGreaterThan(0.6);
});
