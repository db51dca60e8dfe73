import { describe, expect, test } from "vitest";
import { createSpan } from "../../otlp/create-span.ts";
import type { Attributes, OtlpSpan } from "../../otlp/otlp-span.ts";
import { classifySpan } from "../classify-span.ts";

function classify(attributes: Attributes, changes: Partial<OtlpSpan> = {}) {
  return classifySpan({ ...createSpan({}), parentSpanId: "00f067aa0ba902b7", name: "step", ...changes, attributes });
}

describe("who is who", () => {
  test.each<[string | undefined, Attributes, string]>([
    ["weather_agent", { "openinference.span.kind": "AGENT" }, "weather_agent.run"],
    ["researcher", { "openinference.span.kind": "AGENT", "graph.node.id": "researcher" }, "researcher._execute"],
    ["weather", { "openinference.span.kind": "AGENT", "graph.node.id": "9229", "graph.node.name": "weather" }, "x.run"],
    [undefined, { "openinference.span.kind": "AGENT" }, "Agent workflow"],
    [undefined, { "openinference.span.kind": "LLM", "graph.node.id": "model" }, "model.run"],
    ["planner", { "openinference.span.kind": "CHAIN", metadata: '{"lc_agent_name":"planner"}' }, "planner"],
    ["planner", { "traceloop.span.kind": "agent", "traceloop.entity.name": "planner" }, "planner.agent"],
    [undefined, { "traceloop.span.kind": "workflow", "traceloop.entity.name": "flow" }, "flow.workflow"],
  ])("the agent is %s for %j", (agentName, attributes, name) => {
    expect(classify(attributes, { name }).facts.agentName).toBe(agentName);
  });

  test.each<[Attributes]>([
    [{ "gen_ai.conversation.id": "s-42" }],
    [{ "session.id": "s-42", "http.request.method": "GET" }],
    [{ "langfuse.session.id": "s-42" }],
    [{ "mlflow.spanType": '"LLM"', metadata: '{"thread_id":"s-42"}' }],
    [{ "traceloop.association.properties.session_id": "s-42" }],
    [{ "ai.telemetry.metadata.sessionId": "s-42" }],
    [{ "spring.ai.chat.client.conversation.id": "s-42" }],
    [{ "mastra.metadata.sessionId": "s-42" }],
  ])("the session is named on any span, as it was sent: %j", (attributes) => {
    expect(classify(attributes).facts.conversationId).toBe("s-42");
  });

  test.each<[Attributes]>([
    [{ "gen_ai.operation.name": "chat", "gen_ai.response.id": "r-1" }],
    [{ "ai.operationId": "ai.generateText.doGenerate", "ai.response.id": "r-1" }],
    [{ "openinference.span.kind": "LLM", "output.value": '{"id":"r-1","choices":[]}' }],
    [{ "mlflow.spanType": '"LLM"', "mlflow.spanOutputs": '{"id":"r-1"}' }],
  ])("the answer has an id: %j", (attributes) => {
    expect(classify(attributes).facts.responseId).toBe("r-1");
  });

  test.each<[Attributes]>([
    [{ "openinference.span.kind": "LLM", "llm.invocation_parameters": '{"model":"m-1"}' }],
    [{ "openinference.span.kind": "LLM", "input.value": '{"model":"m-1","messages":[]}' }],
    [{ "mlflow.spanType": '"CHAT_MODEL"', "mlflow.spanInputs": '{"model":"m-1"}' }],
  ])("the model of a call that failed stands in its request: %j", (attributes) => {
    expect(classify(attributes, { statusCode: 2 }).facts.model).toBe("m-1");
  });

  test("a step that its framework marks like the whole is a chain, whether or not something is above", () => {
    const chain = {
      "openinference.span.kind": "CHAIN",
      "input.value": '{"messages":[{"role":"user","content":"Hi"}]}',
    };
    for (const parentSpanId of [undefined, "00f067aa0ba902b7"]) {
      const { facts, kind } = classify(chain, { parentSpanId });
      expect(facts).toMatchObject({ kind: "infrastructure", isChain: true });
      expect(kind).toBe(parentSpanId === undefined ? "run" : "infrastructure");
    }
  });

  test("content of a chain is read where it may be the run or an agent in it, not at each step of a graph", () => {
    const input = '{"messages":[{"role":"user","content":"Hi"}]}';
    const chain = { "openinference.span.kind": "CHAIN", "input.value": input, metadata: '{"lc_agent_name":"planner"}' };
    expect(classify(chain, { parentSpanId: undefined, name: "graph" }).facts.message).toBe("Hi");
    expect(classify(chain, { name: "planner" }).facts.message).toBe("Hi");
    expect(classify(chain, { name: "model" }).content.input).toBeUndefined();
  });

  test("the same arguments have the same hash, however they are written", () => {
    const toHash = (args: string) =>
      classify({ "gen_ai.operation.name": "execute_tool", "gen_ai.tool.call.arguments": args }).facts.argumentsHash;
    expect(toHash('{"city": "Paris"}')).toBe(toHash('{"city":"Paris"}'));
    expect(toHash('{"city":"Paris"}')).not.toBe(toHash('{"city":"Oslo"}'));
    expect(classify({ "gen_ai.operation.name": "execute_tool" }).facts).not.toHaveProperty("argumentsHash");
  });
});

describe("a family that nobody would guess", () => {
  test("Claude Code: prompt, calls, a tool and its parts", () => {
    const session = { "session.id": "s-1" };
    expect(classify({ ...session, user_prompt: "Fix it" }, { name: "claude_code.interaction" })).toMatchObject({
      kind: "run",
      facts: { conversationId: "s-1", message: "Fix it" },
    });
    const call = { input_tokens: 2, output_tokens: 12, cache_read_tokens: 84, cache_creation_tokens: 7, model: "opus" };
    expect(classify(call, { name: "claude_code.llm_request" })).toMatchObject({
      kind: "model_call",
      facts: { model: "opus", tokens: { input: 93, output: 12, cachedInput: 84, cacheWriteInput: 7 } },
    });
    expect(classify({ tool_name: "Bash", full_command: "npm test" }, { name: "claude_code.tool" })).toMatchObject({
      kind: "action",
      facts: { toolName: "Bash" },
      content: { input: "npm test" },
    });
    const execution = { "span.type": "tool.execution", success: false, error: "exit code 1" };
    expect(classify(execution, { name: "claude_code.tool.execution" })).toMatchObject({
      kind: "infrastructure",
      facts: { isPartOfParent: true, status: "error", error: "exit code 1" },
    });
  });

  test("Gemini CLI: operations of its own, arguments where messages stand", () => {
    expect(classify({ "gen_ai.operation.name": "user_prompt", "gen_ai.input.messages": "Fix it" })).toMatchObject({
      kind: "run",
      facts: { message: "Fix it" },
    });
    const tool = {
      "gen_ai.operation.name": "tool_call",
      "gen_ai.tool.name": "run_shell_command",
      "gen_ai.tool.call_id": "x1",
      "gen_ai.input.messages": '{"command":"npm test"}',
      "gen_ai.output.messages": '{"output":"1 failed"}',
    };
    expect(classify(tool)).toMatchObject({
      kind: "action",
      facts: { toolName: "run_shell_command", toolCallId: "x1" },
      content: { input: { command: "npm test" }, output: "1 failed" },
    });
    expect(classify({ "gen_ai.operation.name": "schedule_tool_calls" }).kind).toBe("infrastructure");
  });

  test("LiteLLM: the type of the call is the operation, and it knows the cost", () => {
    const model = { "gen_ai.request.model": "m" };
    const kindOf = (operation: string) => classify({ ...model, "gen_ai.operation.name": operation }).kind;
    expect(["acompletion", "aembedding", "arerank"].map(kindOf)).toEqual(["model_call", "embedding", "infrastructure"]);
    expect(classify(model, { name: "raw_gen_ai_request" }).kind).toBe("infrastructure");
    const chat = { ...model, "gen_ai.operation.name": "chat", "gen_ai.cost.total_cost": 0.00002 };
    expect(classify(chat).facts.cost).toBe(0.00002);
  });

  test("Spring AI: a client around its calls, and tools", () => {
    const framework = { "gen_ai.operation.name": "framework" };
    const client = { ...framework, "spring.ai.kind": "chat_client", "gen_ai.prompt": "Hi" };
    expect(classify(client)).toMatchObject({ kind: "run", facts: { message: "Hi" } });
    expect(classify({ ...framework, "spring.ai.kind": "advisor" }).kind).toBe("infrastructure");
    const tool = {
      "gen_ai.operation.name": "execute_tool",
      "spring.ai.kind": "tool_call",
      "spring.ai.tool.definition.name": "get_weather",
      "spring.ai.tool.call.arguments": '{"city":"Paris"}',
      "spring.ai.tool.call.result": "18 degrees",
    };
    expect(classify(tool)).toMatchObject({
      kind: "action",
      facts: { toolName: "get_weather" },
      content: { input: { city: "Paris" }, output: "18 degrees" },
    });
  });

  test("MCP: a call of a tool is a step, and its session the conversation where no agent is above", () => {
    const call = { "mcp.method.name": "tools/call", "gen_ai.tool.name": "get-weather", "mcp.session.id": "m-1" };
    expect(classify(call, { parentSpanId: undefined })).toMatchObject({
      kind: "action",
      facts: { toolName: "get-weather", conversationId: "m-1" },
    });
    expect(classify(call).facts).not.toHaveProperty("conversationId");
    expect(classify({ "mcp.method.name": "tools/list" }).kind).toBe("infrastructure");
  });

  test("Logfire of the OpenAI Agents SDK: names that are templates", () => {
    const scopeName = "logfire.openai_agents";
    const agent = { name: "weather", "logfire.msg": "Agent run: 'weather'", group_id: "s-42" };
    expect(classify(agent, { scopeName, name: "Agent run: {name!r}" })).toMatchObject({
      kind: "run",
      facts: { agentName: "weather", conversationId: "s-42" },
    });
    const tool = { name: "get_weather", input: '{"city":"Paris"}', output: "18 degrees" };
    expect(classify(tool, { scopeName, name: "Function: {name}" })).toMatchObject({
      kind: "action",
      facts: { toolName: "get_weather" },
      content: { input: { city: "Paris" }, output: "18 degrees" },
    });
    const response = {
      raw_input: '[{"role":"user","content":"Hi"}]',
      "gen_ai.request.model": "m",
      response: '{"id":"r-1"}',
    };
    expect(classify(response, { scopeName, name: "Responses API with {gen_ai.request.model!r}" })).toMatchObject({
      kind: "model_call",
      facts: { message: "Hi", responseId: "r-1" },
    });
  });

  test("Genkit: one name for all, tokens in the output", () => {
    const model = {
      "genkit:metadata:subtype": "model",
      "genkit:name": "googleai/gemini",
      "genkit:input": '{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}',
      "genkit:output":
        '{"message":{"role":"model","content":[{"text":"Hello"}]},"usage":{"inputTokens":3,"outputTokens":2}}',
    };
    expect(classify(model)).toMatchObject({
      kind: "model_call",
      facts: { model: "googleai/gemini", tokens: { input: 3, output: 2 }, message: "Hi" },
      content: { output: [{ role: "assistant", parts: [{ type: "text", content: "Hello" }] }] },
    });
    expect(classify({ "genkit:metadata:subtype": "tool", "genkit:name": "search" }).facts.toolName).toBe("search");
    expect(classify({ "genkit:metadata:subtype": "flow", "genkit:name": "menu" }).facts).toMatchObject({
      isChain: true,
    });
  });
});

describe("an instrumentation that nobody knows", () => {
  test.each<[string, Attributes, object]>([
    [
      "a tool",
      { "acme.tool.name": "search", "acme.input": '{"q":"x"}', "acme.output": "y" },
      { kind: "action", facts: { toolName: "search" }, content: { input: { q: "x" }, output: "y" } },
    ],
    [
      "a model call",
      { model_name: "m", input_tokens: 3, output_tokens: 2, thread_id: "t" },
      { kind: "model_call", facts: { model: "m", tokens: { input: 3, output: 2 }, conversationId: "t" } },
    ],
    [
      "an agent",
      { "acme.agent.name": "helper", "acme.input": "Hi there" },
      { kind: "run", facts: { agentName: "helper", message: "Hi there" } },
    ],
  ])("is read in general: %s", (_, attributes, expected) => {
    expect(classify(attributes)).toMatchObject(expected);
  });

  test.each<[Attributes]>([
    [{ "http.request.method": "GET", "user_agent.name": "Chrome", "url.full": "https://example.com/?input=1" }],
    [{ "db.system.name": "postgresql", "db.query.text": "select model, input_tokens from calls" }],
    [{ "agent.name": "nodejs", "agent.version": "4", "device.model.name": "Pixel" }],
    [{ "ci.pipeline.agent.name": "linux-1" }],
    [{ "messaging.message.conversation_id": "c", "session.id": "s" }],
    [{ "gen_ai.operation.name": "agent_turn", "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": 1 }],
    [{ tool_name: 7 }],
  ])("is left infrastructure: %j", (attributes) => {
    expect(classify(attributes).kind).toBe("infrastructure");
  });
});

describe("content", () => {
  test("of structured messages comes before the raw request, which stays among the attributes", () => {
    const { content } = classify({
      "openinference.span.kind": "LLM",
      "input.value": '{"messages":[{"role":"user","content":"raw"}],"temperature":1}',
      "llm.input_messages.0.message.role": "user",
      "llm.input_messages.0.message.content": "structured",
    });
    expect(content).toMatchObject({ input: [{ parts: [{ content: "structured" }] }], attributes: [] });
  });

  test("that was flattened only half is taken from the raw request", () => {
    const { content } = classify({
      "openinference.span.kind": "LLM",
      "input.value": '{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]}',
      "llm.input_messages.0.message.role": "system",
      "llm.input_messages.1.message.role": "user",
      "llm.input_messages.1.message.content": "Hi",
    });
    expect(content.input).toMatchObject([{ role: "system" }, { role: "user" }]);
  });

  test("that is hidden in one place is taken from another, and is none where it is hidden in all", () => {
    const hidden = { "openinference.span.kind": "LLM", "input.value": "__REDACTED__", "output.value": "__REDACTED__" };
    expect(classify(hidden).content).toEqual({ texts: {}, attributes: [] });
    expect(classify({ ...hidden, "gen_ai.prompt": "Hi" }).content.input).toMatchObject([{ role: "user" }]);
  });

  test("is not kept among the attributes when it is all that an attribute holds", () => {
    const tool = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.call.arguments": '{"city":"Paris"}' };
    expect(classify(tool).content.attributes).toEqual(["gen_ai.tool.call.arguments"]);
    expect(classify({ "openinference.span.kind": "TOOL", "input.value": "Paris" }).content.attributes).toEqual([
      "input.value",
    ]);
    const request = { "openinference.span.kind": "AGENT", "input.value": '{"task":"Book a table","max_steps":3}' };
    expect(classify(request).content.attributes).toEqual([]);
  });

  test("in events is read: messages one by one, or both sides in details", () => {
    const events = [
      { name: "gen_ai.user.message", timestamp: 1, attributes: { content: "hello" } },
      { name: "gen_ai.choice", timestamp: 2, attributes: { message: "hi" } },
      { name: "exception", timestamp: 3, attributes: {} },
    ];
    const chat = { "gen_ai.operation.name": "chat" };
    const spoken = { input: [{ role: "user" }], output: [{ role: "assistant", parts: [{ content: "hi" }] }] };
    expect(classify(chat, { events }).content).toMatchObject(spoken);
    const name = "gen_ai.client.inference.operation.details";
    const details = [
      {
        name,
        timestamp: 1,
        attributes: { "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"hello"}]}]' },
      },
      {
        name,
        timestamp: 2,
        attributes: { "gen_ai.output.messages": '[{"role":"assistant","parts":[{"type":"text","content":"hi"}]}]' },
      },
    ];
    expect(classify(chat, { events: details }).content).toMatchObject(spoken);
  });
});
