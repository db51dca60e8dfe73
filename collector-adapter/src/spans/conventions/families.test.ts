import { describe, expect, test } from "vitest";
import { classify } from "../../../test/support/classify.ts";
import type { Attributes } from "../../otlp/otlp-span.ts";

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
      content: { input: { command: "npm test" } },
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
    const unnamed = { "mcp.method.name": "tools/call", "gen_ai.operation.name": "execute_tool" };
    for (const name of ["tools/call get-weather", "MCP send tools/call get-weather"]) {
      expect(classify(unnamed, { name }).facts.toolName).toBe("get-weather");
    }
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

  test("Logfire of the OpenAI Agents SDK: no group, and an answer without what the model was told", () => {
    const scopeName = "logfire.openai_agents";
    const trace = { name: "Agent workflow", group_id: "null", "logfire.msg": "OpenAI Agents trace: Agent workflow" };
    expect(classify(trace, { scopeName, name: "OpenAI Agents trace: {name}" }).facts).not.toHaveProperty(
      "conversationId",
    );
    const response =
      '{"instructions":"Be brief.","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello"}]}]}';
    const call = classify({ response }, { scopeName, name: "Responses API with {gen_ai.request.model!r}" });
    expect(call.content.output).toMatchObject([{ role: "assistant", parts: [{ content: "Hello" }] }]);
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

  test("Google's ADK: requests and answers of its own, and no action for what merges those of several tools", () => {
    const scopeName = "gcp.vertex.agent";
    const call = {
      "gen_ai.system": "gcp.vertex.agent",
      "gen_ai.request.model": "gemini",
      "gcp.vertex.agent.session_id": "s-1",
      "gcp.vertex.agent.llm_request":
        '{"model":"gemini","config":{},"contents":[{"parts":[{"text":"Hi"}],"role":"user"}]}',
      "gcp.vertex.agent.llm_response": '{"content":{"parts":[{"text":"Hello"}],"role":"model"},"partial":false}',
    };
    expect(classify(call, { scopeName, name: "call_llm" })).toMatchObject({
      kind: "model_call",
      facts: { model: "gemini", conversationId: "s-1", message: "Hi" },
      content: { output: [{ role: "assistant", parts: [{ content: "Hello" }] }] },
    });
    const tool = { "gen_ai.operation.name": "execute_tool", "gcp.vertex.agent.tool_call_args": '{"city":"Paris"}' };
    expect(classify({ ...tool, "gen_ai.tool.name": "get_weather" }, { scopeName })).toMatchObject({
      kind: "action",
      content: { input: { city: "Paris" } },
    });
    const merged = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "(merged tools)" };
    expect(classify(merged, { scopeName }).kind).toBe("infrastructure");
    expect(classify({}, { scopeName, name: "agent_run [weather]" })).toMatchObject({
      kind: "run",
      facts: { agentName: "weather" },
    });
  });

  test("Haystack: components by their classes, usage in the answers, the agent's name on its component", () => {
    const component = (type: string, attributes: Attributes = {}) =>
      classify(
        { "haystack.component.type": type, "haystack.component.name": "mine", ...attributes },
        { name: "haystack.component.run" },
      );
    const types = ["OpenAIChatGenerator", "OpenAITextEmbedder", "SASEvaluator", "ToolInvoker", "InMemoryRetriever"];
    expect(types.map((type) => component(type).kind)).toEqual([
      "model_call",
      "embedding",
      "evaluator",
      "action",
      "infrastructure",
    ]);
    expect(component("Agent")).toMatchObject({ kind: "run", facts: { agentName: "mine" } });
    const meta = '{"model":"gpt","usage":{"prompt_tokens":9,"completion_tokens":2}}';
    const called = { kind: "model_call", facts: { model: "gpt", tokens: { input: 9, output: 2 } } };
    const chat = `{"replies":[{"role":"assistant","meta":${meta},"content":[{"text":"Hello"}]}]}`;
    for (const output of [chat, `{"replies":["Hello"],"meta":[${meta}]}`]) {
      expect(component("OpenAIGenerator", { "haystack.component.output": output })).toMatchObject({
        ...called,
        content: { output: [{ role: "assistant", parts: [{ content: "Hello" }] }] },
      });
    }
    const step = { name: "haystack.agent.step.llm" };
    expect(classify({ "haystack.agent.step.llm.output": chat }, step)).toMatchObject(called);
    expect(classify({}, { name: "haystack.agent.run" }).kind).toBe("run");
    expect(classify({}, { name: "haystack.pipeline.run" }).facts.isChain).toBe(true);
    const tool = {
      "haystack.tool.name": "get_weather",
      "haystack.agent.step.tool.input": '{"city":"Atlantis"}',
      "haystack.agent.step.tool.output": '{"error":"no such city"}',
      "haystack.tool.error": true,
    };
    expect(classify(tool, { name: "haystack.agent.step.tool" })).toMatchObject({
      kind: "action",
      facts: { toolName: "get_weather", status: "error", error: "no such city" },
      content: { input: { city: "Atlantis" } },
    });
  });

  test("LlamaIndex: what methods did stands in events, what a step was given as Python writes it", () => {
    const scopeName = "llamaindex.opentelemetry.tracer";
    const toEvent = (name: string, attributes: Attributes) => ({ name, timestamp: 1, attributes });
    const started = toEvent("LLMChatStartEvent", {
      "model_dict.model_name": "gpt",
      messages: '[{"role":"user","blocks":[{"block_type":"text","text":"Hi"}]}]',
    });
    const ended = toEvent("LLMChatEndEvent", {
      "response.message.role": "assistant",
      "response.message.blocks":
        '[{"block_type":"tool_call","tool_call_id":"c1","tool_name":"get_weather","tool_kwargs":"{\\"city\\":\\"Paris\\"}"}]',
      "response.raw.usage.prompt_tokens": 9,
      "response.raw.usage.completion_tokens": 2,
    });
    expect(classify({}, { scopeName, name: "OpenAI.achat", events: [started, ended] })).toMatchObject({
      kind: "model_call",
      facts: { model: "gpt", tokens: { input: 9, output: 2 }, message: "Hi" },
      content: {
        output: [
          {
            role: "assistant",
            parts: [{ type: "tool_call", id: "c1", name: "get_weather", arguments: { city: "Paris" } }],
          },
        ],
      },
    });
    expect(classify({}, { scopeName, name: "OpenAI._prepare_chat_with_tools" }).kind).toBe("infrastructure");
    const input = (summary: string) => ({ "llamaindex.step.input_summary": summary });
    const tool = input("ToolCall(tool_name='get_weather', tool_kwargs={'city': 'Paris'}, tool_id='c1')");
    expect(classify(tool, { scopeName, name: "FunctionTool.acall" })).toMatchObject({
      kind: "action",
      facts: { toolName: "get_weather", toolCallId: "c1" },
    });
    const step = input("AgentInput(input=[], current_agent_name='weather')");
    expect(classify(step, { scopeName, name: "BaseWorkflowAgent.setup_agent" })).toMatchObject({
      kind: "infrastructure",
      facts: { agentName: "weather" },
    });
    expect(classify({}, { scopeName, name: "FunctionAgent.run" }).facts.isChain).toBe(true);
  });

  test("Quarkus LangChain4j: the names of spans say what they are", () => {
    expect(classify({}, { name: "langchain4j.aiservices.Assistant.chat" })).toMatchObject({
      kind: "run",
      facts: { agentName: "Assistant" },
    });
    expect(classify({}, { name: "langchain4j.tools.getWeather" })).toMatchObject({
      kind: "action",
      facts: { toolName: "getWeather" },
    });
  });

  test("CrewAI: what an agent was asked stands beside its answer", () => {
    const agent = {
      "openinference.span.kind": "AGENT",
      task_key: "k",
      "graph.node.id": "researcher",
      "input.value": '{"agent":{"role":"researcher"},"context":"","tools":[]}',
      "output.value": '{"description":"Look it up.","raw":"Found.","agent":"researcher","messages":[]}',
    };
    expect(classify(agent, { name: "researcher._execute_core" })).toMatchObject({
      kind: "run",
      facts: { agentName: "researcher", message: "Look it up." },
      content: {
        input: [{ role: "user", parts: [{ content: "Look it up." }] }],
        output: [{ role: "assistant", parts: [{ content: "Found." }] }],
      },
    });
    expect(classify({ ...agent, "output.value": "" }).facts.agentName).toBe("researcher");
  });

  test("Anthropic: methods of its API by their names, in spans of the SDK and of the API", () => {
    const kindOf = (name: string, scopeName: string) =>
      classify({ "gen_ai.request.model": "claude" }, { name, scopeName }).kind;
    expect(kindOf("anthropic.messages.create", "com.anthropic.sdk.python")).toBe("model_call");
    expect(kindOf("anthropic.messages.stream", "com.anthropic.claude-platform")).toBe("model_call");
    expect(kindOf("anthropic.messages.count_tokens", "com.anthropic.sdk.typescript.bedrock")).toBe("infrastructure");
    const tool = classify({}, { name: "anthropic.tool_use get_weather", scopeName: "com.anthropic.sdk.python" });
    expect(tool).toMatchObject({ kind: "action", facts: { toolName: "get_weather" } });
  });

  test("AgentOps: decorated functions by their kind, with the name of the operation", () => {
    const agent = {
      "agentops.span.kind": "agent",
      "operation.name": "weather",
      "agentops.agent.input": '{"args":["Hi"]}',
    };
    expect(classify(agent, { name: "weather.agent" })).toMatchObject({ kind: "run", facts: { agentName: "weather" } });
    const tool = { "agentops.span.kind": "tool", "agentops.entity.input": '{"args":["Paris"],"kwargs":{}}' };
    expect(classify(tool, { name: "get_weather.tool" })).toMatchObject({
      kind: "action",
      facts: { toolName: "get_weather" },
    });
    const failed = { "agentops.span.kind": "session", "agentops.session.end_state": "Fail" };
    expect(classify(failed).facts).toMatchObject({ isChain: true, status: "error" });
    const asked = { "agentops.span.kind": "AgentOpsSpanKindValues.TOOL", "tool.name": "get_weather" };
    expect(classify(asked, { name: "tool_call.get_weather" }).kind).toBe("infrastructure");
    expect(classify({ "agentops.span.kind": "operation" }).kind).toBe("infrastructure");
  });

  test("Laminar: types of its own, and both sides under one name", () => {
    const session = { "lmnr.association.properties.session_id": "s-42" };
    const tool = {
      ...session,
      "lmnr.span.type": "TOOL",
      "lmnr.span.input": '{"city":"Paris"}',
      "lmnr.span.output": '"sunny"',
    };
    expect(classify(tool, { name: "get_weather" })).toMatchObject({
      kind: "action",
      facts: { toolName: "get_weather", conversationId: "s-42" },
      content: { input: { city: "Paris" }, output: "sunny" },
    });
    const call = { "lmnr.span.type": "LLM", "gen_ai.request.model": "m", "gen_ai.usage.cost": 0.25 };
    expect(classify(call)).toMatchObject({ kind: "model_call", facts: { model: "m", cost: 0.25 } });
    expect(classify({ "lmnr.span.type": "DEFAULT" }).facts.isChain).toBe(true);
  });

  test("Braintrust: types and sums as JSON, or member by member", () => {
    const call = {
      "braintrust.span_attributes": '{"type":"llm"}',
      "braintrust.metadata": '{"model":"gpt-4o","provider":"openai"}',
      "braintrust.metrics": '{"prompt_tokens":52,"prompt_cached_tokens":40,"completion_tokens":17}',
      "braintrust.input_json": '[{"role":"user","content":"Hi"}]',
    };
    expect(classify(call, { name: "Chat Completion" })).toMatchObject({
      kind: "model_call",
      facts: { model: "gpt-4o", provider: "openai", tokens: { input: 52, cachedInput: 40, output: 17 } },
      content: { input: [{ role: "user", parts: [{ content: "Hi" }] }] },
    });
    const flat = { "braintrust.span_attributes.type": "llm", "braintrust.metrics.prompt_tokens": 7 };
    expect(classify(flat)).toMatchObject({ kind: "model_call", facts: { tokens: { input: 7 } } });
    expect(classify(call, { name: "Embeddings" }).kind).toBe("embedding");
    const tool = { "braintrust.span_attributes": '{"type":"tool"}' };
    expect(classify(tool, { name: "search" })).toMatchObject({ kind: "action", facts: { toolName: "search" } });
    expect(classify({ "braintrust.span_attributes": '{"type":"task"}' }).facts.isChain).toBe(true);
    expect(classify({ "braintrust.parent": "project_name:x" }).kind).toBe("infrastructure");
  });

  test("n8n: nodes of an agent by their types", () => {
    const toNode = (type: string) =>
      classify({ "n8n.node.type": type, "n8n.node.name": "Weather" }, { name: "node.execute" });
    const agent = toNode("@n8n/n8n-nodes-langchain.agent");
    expect(agent).toMatchObject({ kind: "run", facts: { agentName: "Weather" } });
    expect(toNode("@n8n/n8n-nodes-langchain.lmChatAnthropic").kind).toBe("model_call");
    expect(toNode("@n8n/n8n-nodes-langchain.embeddingsOpenAi").kind).toBe("embedding");
    for (const type of ["n8n-nodes-base.httpRequestTool", "@n8n/n8n-nodes-langchain.toolWorkflow"]) {
      expect(toNode(type)).toMatchObject({ kind: "action", facts: { toolName: "Weather" } });
    }
    for (const type of ["n8n-nodes-base.httpRequest", "@n8n/n8n-nodes-langchain.memoryBufferWindow"]) {
      expect(toNode(type).kind).toBe("infrastructure");
    }
  });

  test("gateways and others that write both sides of a call as JSON: the id of the answer is that of the call", () => {
    const call = {
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.model.provider": "openai",
      "gen_ai.prompt_json": '[{"role":"user","content":"Hi"}]',
      "gen_ai.completion_json": '{"id":"chatcmpl-1","choices":[{"message":{"role":"assistant","content":"Hello"}}]}',
    };
    expect(classify(call)).toMatchObject({
      kind: "model_call",
      facts: { provider: "openai", responseId: "chatcmpl-1" },
      content: { input: [{ parts: [{ content: "Hi" }] }], output: [{ parts: [{ content: "Hello" }] }] },
    });
  });
});
