import { describe, expect, test } from "vitest";
import { classify } from "../../../test/support/classify.ts";
import { createSpan } from "../../otlp/create-span.ts";
import { toMeantSpans } from "../to-meant-spans.ts";

describe("what stands between an agent and its model", () => {
  test("LiteLLM: the type of the call is the operation, and it knows the cost", () => {
    const model = { "gen_ai.request.model": "m" };
    const kindOf = (operation: string) => classify({ ...model, "gen_ai.operation.name": operation }).kind;
    expect(["acompletion", "aembedding", "arerank"].map(kindOf)).toEqual(["model_call", "embedding", "infrastructure"]);
    const requestOf = (type: string) => classify({ ...model, "llm.request.type": type }, { scopeName: "litellm" }).kind;
    expect(["acompletion", "aembedding", "aimage_edit"].map(requestOf)).toEqual([
      "model_call",
      "embedding",
      "infrastructure",
    ]);
    const tool = {
      ...model,
      "gen_ai.operation.name": "call_mcp_tool",
      "metadata.mcp_tool_call_metadata":
        "{'name': 'get_weather', 'arguments': {'name': 'Kyiv', 'exact': True}, 'result': {'sky': \"it's clear\"}}",
    };
    expect(classify(tool, { scopeName: "litellm" })).toMatchObject({
      kind: "action",
      facts: { toolName: "get_weather" },
      content: { input: { name: "Kyiv", exact: true }, output: { sky: "it's clear" } },
    });
    const outputOf = (result: string) => {
      const attributes = { ...tool, "metadata.mcp_tool_call_metadata": `{'name': 'x', 'result': ${result}}` };
      return classify(attributes, { scopeName: "litellm" }).content.output;
    };
    expect(["['clear', 18]", "'clear'", "None"].map(outputOf)).toEqual([["clear", 18], "clear", undefined]);
    expect(classify(model, { name: "raw_gen_ai_request" }).kind).toBe("infrastructure");
    const chat = { ...model, "gen_ai.operation.name": "chat", "gen_ai.cost.total_cost": 0.00002 };
    expect(classify(chat).facts.cost).toBe(0.00002);
    const usage = "{'prompt_tokens': 83, 'prompt_tokens_details': {'audio_tokens': 0, 'cached_tokens': 32}}";
    const counted = { ...chat, "gen_ai.usage.input_tokens": 83, "metadata.usage_object": usage };
    expect(classify(counted).facts.tokens).toEqual({ input: 83, cachedInput: 32 });
  });

  test("Logfire of the clients of OpenAI and Anthropic: requests and answers as they were sent", () => {
    const openai = {
      request_data: '{"messages":[{"role":"user","content":"Weather in Kyiv?"}],"model":"gpt-4o-mini"}',
      response_data:
        '{"message":{"role":"assistant","content":"Sunny"},"usage":{"prompt_tokens":20,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":8}}}',
    };
    const name = "Chat Completion with {request_data[model]!r}";
    expect(classify(openai, { name, scopeName: "logfire.openai" })).toMatchObject({
      kind: "model_call",
      facts: { model: "gpt-4o-mini", tokens: { input: 20, output: 2, cachedInput: 8 } },
      content: {
        input: [{ role: "user", parts: [{ type: "text", content: "Weather in Kyiv?" }] }],
        output: [{ role: "assistant", parts: [{ type: "text", content: "Sunny" }] }],
      },
    });
    const anthropic = {
      request_data: '{"system":"Be brief","messages":[{"role":"user","content":"Hi"}],"model":"claude-haiku-4-5"}',
      response_data:
        '{"message":{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{\\"input\\":{}}"}}]},"usage":{"input_tokens":5,"cache_read_input_tokens":90,"output_tokens":3}}',
    };
    expect(
      classify(anthropic, { name: "Message with {request_data[model]!r}", scopeName: "logfire.anthropic" }),
    ).toMatchObject({
      kind: "model_call",
      facts: { model: "claude-haiku-4-5", tokens: { input: 95, cachedInput: 90, output: 3 } },
      content: {
        input: [{ role: "system" }, { role: "user" }],
        output: [{ role: "assistant", parts: [{ type: "tool_call", name: "f" }] }],
      },
    });
    const kindOf = (template: string) => classify(openai, { name: template, scopeName: "logfire.openai" }).kind;
    expect(["Embedding Creation with m", "Image Generation with m", "OpenAI API call to '/files'"].map(kindOf)).toEqual(
      ["embedding", "infrastructure", "infrastructure"],
    );
  });

  test("Logfire of what a client streams: the answer is the call, from the beginning of the stream on", () => {
    const span = {
      scopeName: "logfire.openai",
      name: "streaming response from {request_data[model]!r} took {duration:.2f}s",
    };
    const stream = { "logfire.span_type": "log", "logfire.msg_template": span.name, duration: 0.5 };
    const newer = {
      "gen_ai.operation.name": "chat",
      "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]',
      "gen_ai.usage.input_tokens": 31,
    };
    expect(classify({ ...stream, ...newer }, span)).toMatchObject({
      kind: "model_call",
      facts: { isAnswer: true, message: "Hi", tokens: { input: 31 } },
    });
    const older = {
      request_data: '{"messages":[{"role":"user","content":"Hi"}],"model":"gpt-4o-mini","stream":true}',
      response_data: '{"combined_chunk_content":"Once upon a time","chunk_count":4}',
    };
    expect(classify({ ...stream, ...older }, span)).toMatchObject({
      kind: "model_call",
      facts: { isAnswer: true, model: "gpt-4o-mini" },
      content: { output: [{ role: "assistant", parts: [{ type: "text", content: "Once upon a time" }, {}] }] },
    });
    const sent = { ...createSpan({}), ...span, startedAt: 1500, endedAt: 1500, attributes: stream };
    expect(toMeantSpans(sent)).toMatchObject([{ startedAt: 1000, endedAt: 1500 }]);
    const other = { ...span, name: "job took {duration:.2f}s" };
    expect(classify({ ...stream, "logfire.msg_template": other.name }, other)).toMatchObject({
      kind: "infrastructure",
    });
  });
});
