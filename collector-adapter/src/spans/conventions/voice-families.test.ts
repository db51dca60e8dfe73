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

  test("LiveKit: a turn is a run, the node around a request the call, and what only names a model is none", () => {
    const scopeName = "livekit-agents";
    const model = { "gen_ai.request.model": "gpt-4o-mini" };
    const session = { "gen_ai.operation.name": "invoke_workflow" };
    expect(classify(session, { name: "agent_session", scopeName }).kind).toBe("infrastructure");
    const turn = {
      "gen_ai.agent.name": "waiter",
      "lk.pii.user_input": "A table, please",
      "gen_ai.conversation.id": "RM_1",
    };
    expect(classify(turn, { name: "agent_turn", scopeName })).toMatchObject({
      kind: "run",
      facts: { agentName: "waiter", message: "A table, please", conversationId: "RM_1" },
    });
    expect(classify(model, { name: "realtime_assistant_turn", scopeName }).kind).toBe("model_call");
    for (const name of ["tts_node", "tts_request", "tts_request_run", "llm_request_run", "user_turn"]) {
      expect(classify(model, { name, scopeName }).kind).toBe("infrastructure");
    }
    const items = [{ id: "i", type: "message", role: "user", content: ["A table, please"], interrupted: false }];
    const node = { "lk.chat_ctx": JSON.stringify({ items }), "lk.response.text": "For how many?" };
    expect(classify(node, { name: "llm_node", scopeName })).toMatchObject({
      kind: "model_call",
      content: {
        input: [{ role: "user", parts: [{ type: "text", content: "A table, please" }] }],
        output: [{ role: "assistant", parts: [{ type: "text", content: "For how many?" }] }],
      },
    });
    const tool = {
      "lk.function_tool.id": "call_1",
      "lk.function_tool.name": "book_table",
      "lk.pii.function_tool.arguments": '{"guests":2}',
      "lk.pii.function_tool.output": "full",
    };
    expect(classify(tool, { name: "function_tool", scopeName })).toMatchObject({
      kind: "action",
      facts: { toolName: "book_table", toolCallId: "call_1" },
      content: { input: { guests: 2 }, output: "full" },
    });
  });

  test("Pipecat: a turn is a run, and of what a speaking model brings only its response is a call", () => {
    const turn = { "turn.number": 1, "conversation.id": "c-1" };
    const resource = { "service.name": "waiter" };
    expect(classify(turn, { name: "turn", scopeName: "pipecat.turn", resource })).toMatchObject({
      kind: "run",
      facts: { agentName: "waiter", conversationId: "c-1" },
    });
    expect(classify(turn, { name: "conversation", scopeName: "pipecat.turn", resource }).kind).toBe("infrastructure");
    const model = { "gen_ai.request.model": "gpt-4o-mini" };
    const call = {
      ...model,
      "gen_ai.operation.name": "chat",
      "gen_ai.system_instructions": "Be brief",
      input: '[{"role":"user","content":"A table, please"}]',
      output: "For how many?",
      "metrics.ttfb": 0.5,
    };
    expect(classify(call, { name: "llm", scopeName: "pipecat" })).toMatchObject({
      kind: "model_call",
      facts: { model: "gpt-4o-mini", timeToFirstChunkMs: 500 },
      content: {
        input: [{ role: "system" }, { role: "user", parts: [{ type: "text", content: "A table, please" }] }],
        output: [{ role: "assistant", parts: [{ type: "text", content: "For how many?" }] }],
      },
    });
    const kindOf = (operation: string) =>
      classify({ ...model, "gen_ai.operation.name": operation }, { name: operation, scopeName: "pipecat" }).kind;
    expect(["stt", "tts", "llm_setup", "llm_request", "llm_response", "llm_tool_result"].map(kindOf)).toEqual([
      "infrastructure",
      "infrastructure",
      "infrastructure",
      "infrastructure",
      "model_call",
      "infrastructure",
    ]);
    const tool = {
      ...model,
      "gen_ai.operation.name": "llm_tool_call",
      "tool.function_name": "book_table",
      "tool.call_id": "f-1",
      "tool.arguments": '{"guests":2}',
    };
    expect(classify(tool, { name: "llm_tool_call", scopeName: "pipecat" })).toMatchObject({
      kind: "action",
      facts: { toolName: "book_table", toolCallId: "f-1" },
      content: { input: { guests: 2 } },
    });
  });
});
