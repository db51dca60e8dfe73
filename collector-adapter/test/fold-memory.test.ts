import { deserialize, serialize, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { decodeTraceRequest } from "../src/otlp/decode-request.ts";
import type { SpanRecord } from "../src/records/span-record.ts";
import { toSpanRecord } from "../src/spans/to-span-record.ts";
import { addRecords, addSpan, createSpanSet, readSpanKey, type SpanSet } from "../src/store/span-set.ts";
import { encodeJson } from "./support/otlp-encoder.ts";
import { createTestRun } from "./support/test-run.ts";
import { toTraceRequest } from "./support/test-span.ts";

const RUNS = 2_000;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

type Add = (set: SpanSet, record: SpanRecord) => void;

/** What a commit remembers of a run. */
function createSpans(add: Add): SpanSet {
  const run = createTestRun();
  const plan = run.plan();
  const sent = [run.root(), plan, run.action("LOOK", { parent: plan }), run.modelCall(), run.infrastructure("GET")];
  const { spans } = decodeTraceRequest(encodeJson(toTraceRequest(sent)), "json");
  const set = createSpanSet();
  for (const span of spans) add(set, toSpanRecord(span));
  return set;
}

test.each<[string, Add]>([
  ["that were read here", (set, record) => addRecords(set, [record])],
  [
    "of a large body",
    (set, record) => {
      const copy: SpanRecord = deserialize(serialize(record));
      addRecords(set, [copy]);
    },
  ],
  [
    "of the database",
    (set, record) => {
      const { version, facts }: SpanRecord = JSON.parse(JSON.stringify(record));
      addSpan(set, readSpanKey(facts), { version, isOpen: false, facts });
    },
  ],
])("the facts of spans %s take no more memory than is counted", (_name, add) => {
  const create = () => Array.from({ length: RUNS }, () => createSpans(add));
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
