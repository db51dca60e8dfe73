import { describe, expect, test } from "vitest";
import { classify } from "../../../test/support/classify.ts";

describe("an agent that hears and speaks", () => {
  test("Pipecat and LiveKit: hearing and speaking are no model calls, and a tool says itself that it failed", () => {
    for (const operation of ["stt", "tts"]) {
      const speech = { "gen_ai.operation.name": operation, "gen_ai.request.model": "sonic-2" };
      expect(classify(speech).kind).toBe("infrastructure");
    }
    const tool = { "lk.function_tool.name": "book_table", "lk.function_tool.is_error": true };
    expect(classify(tool)).toMatchObject({ kind: "action", facts: { toolName: "book_table", status: "error" } });
  });
});
