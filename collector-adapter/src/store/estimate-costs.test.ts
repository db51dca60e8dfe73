import { describe, expect, test } from "vitest";
import { createSpan } from "../otlp/create-span.ts";
import type { Attributes } from "../otlp/otlp-span.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { toSpanRecord } from "../spans/to-span-record.ts";
import { estimateCosts, withEstimate } from "./estimate-costs.ts";
import { readSpanKey } from "./span-set.ts";

const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "m-1", "gen_ai.usage.input_tokens": 10 };

const toRecord = (attributes: Attributes) => toSpanRecord({ ...createSpan({}), attributes, endedAt: 1 });
const estimate = () => 0.25;
const parse = (facts: string): StoredFacts => JSON.parse(facts);

describe("an estimate in facts", () => {
  test("stands in all that is stored of a call, and nothing else of the span changes", () => {
    const record = toRecord(CHAT);
    const [priced] = estimateCosts([record], estimate);
    expect(priced && parse(priced.facts)).toEqual({ ...parse(record.facts), estimatedCost: 0.25 });
    expect(priced?.rows.map(({ facts }) => facts)).toEqual([priced?.facts]);
    expect(priced).toMatchObject({ version: record.version, spanKey: record.spanKey });
    expect(readSpanKey(priced?.facts ?? "")).toBe(record.spanKey);
  });

  test.each<[string, Attributes]>([
    ["a call that tells its price", { ...CHAT, "gen_ai.usage.cost": 0.5 }],
    ["a call without tokens", { "gen_ai.operation.name": "chat", "gen_ai.request.model": "m-1" }],
    ["an agent that repeats the sums of its calls", { ...CHAT, "gen_ai.operation.name": "invoke_agent" }],
    ["an error that looks like facts", { "error.message": '"tokens":{"input":1}', "openinference.span.kind": "TOOL" }],
  ])("is not made of %s", (_, attributes) => {
    const record = toRecord(attributes);
    expect(estimateCosts([record], estimate)).toEqual([record]);
  });

  test("is replaced by another one, and taken away where none is made any more", () => {
    const { facts } = toRecord(CHAT);
    const once = withEstimate(facts, estimate);
    expect(withEstimate(once, estimate)).toBe(once);
    expect(parse(withEstimate(once, () => 0.5)).estimatedCost).toBe(0.5);
    expect(withEstimate(once, undefined)).toBe(facts);
  });
});
