import type { SpanUsage } from "@runline/contract";
import { describe, expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { sumUsage } from "./sum-usage.ts";

function call(spanId: string, parentSpanId: string | undefined, usage?: SpanUsage) {
  return createSpan(spanId, parentSpanId, { kind: "model_call", ...(usage && { usage }) });
}

describe("sumUsage", () => {
  it("does not count a wrapper that repeats what the calls inside it used", () => {
    const spans = [
      call("wrapper", undefined, { inputTokens: 30, outputTokens: 3, cost: 3 }),
      call("step", "wrapper"),
      call("a", "step", { inputTokens: 10, outputTokens: 1, cost: 1 }),
      call("b", "step", { inputTokens: 20, outputTokens: 2, cost: 2 }),
    ];
    expect(sumUsage(spans)).toEqual({ inputTokens: 30, outputTokens: 3, cost: 3, isCostPartial: false });
  });

  it("counts a span whose children declare nothing", () => {
    expect(sumUsage([call("run", undefined, { inputTokens: 7 }), call("a", "run")])).toMatchObject({ inputTokens: 7 });
  });

  it("does not know what nobody declares", () => {
    expect(sumUsage([call("a", undefined)])).toBeUndefined();
    expect(sumUsage([call("a", undefined, { inputTokens: 7 })])?.cost).toBeUndefined();
  });

  it("says when only some of the calls say what they cost", () => {
    const spans = [call("a", undefined, { inputTokens: 7, cost: 0.5 }), call("b", undefined, { inputTokens: 7 })];
    expect(sumUsage(spans)).toMatchObject({ cost: 0.5, isCostPartial: true });
  });

  it("is not made uncertain by an embedding that does not say what it cost", () => {
    const embedding = createSpan("b", undefined, { kind: "embedding", usage: { inputTokens: 7 } });
    const spans = [call("a", undefined, { inputTokens: 7, cost: 0.5 }), embedding];
    expect(sumUsage(spans)).toMatchObject({ inputTokens: 14, cost: 0.5, isCostPartial: false });
  });

  it("comes to an end when spans are each other's parents", () => {
    const spans = [call("a", "b", { inputTokens: 1 }), call("b", "a", { inputTokens: 1 })];
    expect(sumUsage([...spans, call("c", undefined, { inputTokens: 5 })])).toMatchObject({ inputTokens: 5 });
  });
});
