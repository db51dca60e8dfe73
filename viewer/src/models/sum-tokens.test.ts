import { ATTR_GEN_AI_USAGE_INPUT_TOKENS, ATTR_GEN_AI_USAGE_OUTPUT_TOKENS, type RunSpan } from "@runline/contract";
import { describe, expect, it } from "vitest";
import { sumTokens } from "./sum-tokens.ts";

function span(spanId: string, parentSpanId: string | undefined, input?: number, output?: number): RunSpan {
  return {
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    traceId: "t",
    runId: "r",
    kind: "model_call",
    name: "n",
    label: "l",
    state: "ok",
    startedAt: 0,
    attributes: {
      ...(input === undefined ? {} : { [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: input }),
      ...(output === undefined ? {} : { [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: output }),
    },
    events: [],
    links: [],
  };
}

describe("sumTokens", () => {
  it("does not count a wrapper that repeats what the calls inside it used", () => {
    const spans = [
      span("run", undefined, 30, 3),
      span("step", "run"),
      span("a", "step", 10, 1),
      span("b", "step", 20, 2),
    ];
    expect(sumTokens(spans)).toEqual({ input: 30, output: 3 });
  });

  it("counts a span whose children declare nothing", () => {
    expect(sumTokens([span("run", undefined, 7), span("a", "run")])).toEqual({ input: 7, output: 0 });
  });

  it("does not know what nobody declares", () => {
    expect(sumTokens([span("run", undefined)])).toBeUndefined();
  });

  it("comes to an end when spans are each other's parents", () => {
    expect(sumTokens([span("a", "b", 1), span("b", "a", 1), span("c", undefined, 5)])).toEqual({ input: 5, output: 0 });
  });
});
