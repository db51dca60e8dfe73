import { expect, test } from "vitest";
import { classify } from "../../../test/support/classify.ts";

const text = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });

test("LangWatch: what goes in and comes out has its type beside it", () => {
  const agent = { "langwatch.span.type": "agent", "langwatch.input": '{"type":"json","value":{"question":"Hi"}}' };
  expect(classify(agent, { name: "helper" })).toMatchObject({
    kind: "run",
    facts: { agentName: "helper", message: "Hi" },
  });
  const call = {
    "langwatch.span.type": "llm",
    "gen_ai.request.model": "openai/gpt-4o-mini",
    "langwatch.input": '{"type":"chat_messages","value":[{"role":"user","content":"Hi"}]}',
    "langwatch.output": '{"type":"text","value":"Hello"}',
    "langwatch.metrics": '{"prompt_tokens":5,"completion_tokens":2,"cost":0.25}',
  };
  expect(classify(call)).toMatchObject({
    kind: "model_call",
    facts: { tokens: { input: 5, output: 2 }, cost: 0.25 },
    content: { input: [text("user", "Hi")], output: [text("assistant", "Hello")] },
  });
  const metrics = '{"type":"json","value":{"promptTokens":5,"completionTokens":2,"cost":0.25}}'; // as its SDK for TypeScript has it
  expect(classify({ ...call, "langwatch.metrics": metrics }).facts).toMatchObject({
    tokens: { input: 5, output: 2 },
    cost: 0.25,
  });
  const tool = { "langwatch.span.type": "tool", "langwatch.output": '{"type":"text","value":"18 degrees"}' };
  expect(classify(tool, { name: "get_weather" })).toMatchObject({
    kind: "action",
    facts: { toolName: "get_weather" },
    content: { output: "18 degrees" },
  });
  expect(classify({ "langwatch.span.type": "span" }).kind).toBe("infrastructure");
});

test("HoneyHive: arguments one by one, and the error of a function once more in a span of its own", () => {
  const tool = { honeyhive_event_type: "tool", honeyhive_event_name: "get_weather" };
  const result = { "honeyhive_inputs.city": "Paris", "honeyhive_outputs.result": "18 degrees" };
  expect(classify({ ...tool, ...result }, { name: "get_weather" })).toMatchObject({
    kind: "action",
    facts: { toolName: "get_weather" },
    content: { input: { city: "Paris" }, output: "18 degrees" },
  });
  expect(classify({ honeyhive_event_type: "chain" }).facts.isChain).toBe(true);
  const echo = { honeyhive_event_type: "tool", honeyhive_error: "no such city" };
  expect(classify(echo, { name: "get_weather_error" }).kind).toBe("infrastructure");
});

test("AG2: what was used stands beside the call, and a person is waited for", () => {
  const usage = { "ag2.span.type": "usage", "gen_ai.response.model": "gpt-4o-mini", "gen_ai.usage.input_tokens": 52 };
  expect(classify(usage).kind).toBe("infrastructure");
  expect(classify({ "ag2.span.type": "human_input" })).toMatchObject({
    kind: "infrastructure",
    facts: { isWait: true },
  });
});

test("traceAI: messages flattened below GenAI's names, and the model in the request", () => {
  const call = {
    "gen_ai.span.kind": "LLM",
    "input.value": "You are an agent.",
    "gen_ai.request.parameters": '{"model":"gpt-4o-mini"}',
    "gen_ai.input.messages.0.message.role": "user",
    "gen_ai.input.messages.0.message.content": "Hi",
    "gen_ai.output.messages.0.message.role": "assistant",
    "gen_ai.output.messages.0.message.content": "Hello",
  };
  expect(classify(call)).toMatchObject({
    kind: "model_call",
    facts: { model: "gpt-4o-mini", message: "Hi" },
    content: { input: [text("user", "Hi")], output: [text("assistant", "Hello")] },
  });
  expect(classify({ "gen_ai.span.kind": "TOOL", "gen_ai.tool.name": "get_weather" }).kind).toBe("action");
});

test("Monocle: entities by number, and both sides and the usage in events", () => {
  const scopeName = "monocle_apptrace";
  const event = (name: string, attributes: Record<string, string | number | string[]>) => ({
    name,
    timestamp: 1,
    attributes,
  });
  const session = { "scope.agentic.session": "s-1" };
  const agent = { ...session, "span.type": "agentic.invocation", "entity.1.name": "helper" };
  const asked = [event("data.input", { input: '{"messages": [["user", "Hi"]]}' })];
  expect(classify(agent, { scopeName, events: asked })).toMatchObject({
    kind: "run",
    facts: { agentName: "helper", conversationId: "s-1", message: "Hi" },
  });
  const call = { "span.type": "inference.framework", "entity.1.name": "x", "entity.2.name": "gpt-4o-mini" };
  const events = [
    event("data.input", { input: ['{"system":"Be brief"}', '{"human":"Hi"}'] }),
    event("data.output", { response: '{"ai":{"name":"get_weather","args":{"city":"Paris"},"id":"c1"}}' }),
    event("metadata", { prompt_tokens: 52, completion_tokens: 17 }),
  ];
  expect(classify(call, { scopeName, events })).toMatchObject({
    kind: "model_call",
    facts: { model: "gpt-4o-mini", tokens: { input: 52, output: 17 } },
    content: {
      input: [text("system", "Be brief"), text("user", "Hi")],
      output: [
        { role: "assistant", parts: [{ type: "tool_call", name: "get_weather", arguments: { city: "Paris" } }] },
      ],
    },
  });
  const whole = { "span.type": "workflow", "entity.1.name": "weather-service" };
  expect(classify(whole, { scopeName }).facts).not.toHaveProperty("agentName");
  expect(classify({ "span.type": "inference.modelapi" }, { scopeName }).kind).toBe("infrastructure");
  const tool = { "span.type": "agentic.tool.invocation", "entity.1.name": "get_weather" };
  const used = [event("data.input", { input: "{'city': 'Paris'}" }), event("data.output", { response: "18 degrees" })];
  expect(classify(tool, { scopeName, events: used })).toMatchObject({
    kind: "action",
    facts: { toolName: "get_weather" },
    content: { input: { city: "Paris" }, output: "18 degrees" },
  });
});

test("Pydantic AI before version 2 of its instrumentation: messages as events in an attribute", () => {
  const events = [
    { content: "Be brief", role: "system", "event.name": "gen_ai.system.message" },
    { content: "Hi", role: "user", "gen_ai.message.index": 0, "event.name": "gen_ai.user.message" },
    { index: 0, message: { role: "assistant", content: "Hello" }, "event.name": "gen_ai.choice" },
  ];
  const call = { "gen_ai.operation.name": "chat", events: JSON.stringify(events) };
  expect(classify(call).content).toMatchObject({
    input: [text("system", "Be brief"), text("user", "Hi")],
    output: [text("assistant", "Hello")],
  });
  const all = { "gen_ai.operation.name": "invoke_agent", all_messages_events: JSON.stringify(events.slice(0, 2)) };
  expect(classify(all).facts.message).toBe("Hi");
  expect(classify({ "gen_ai.operation.name": "chat", events: '["start"]' }).content.input).toBeUndefined();
});

test("Azure's SDKs: the whole message of an event is JSON in one attribute", () => {
  const event = (name: string, content: object) => ({
    name,
    timestamp: 1,
    attributes: { "gen_ai.system": "az.ai.inference", "gen_ai.event.content": JSON.stringify(content) },
  });
  const events = [
    event("gen_ai.user.message", { role: "user", content: "Hi" }),
    event("gen_ai.choice", { message: { content: "Hello" }, finish_reason: "stop", index: 0 }),
  ];
  expect(classify({ "gen_ai.operation.name": "chat" }, { events }).content).toMatchObject({
    input: [text("user", "Hi")],
    output: [text("assistant", "Hello")],
  });
});

test("OpenLLMetry: a task of LlamaIndex that runs a tool, tasks and crews of CrewAI", () => {
  const task = { "traceloop.span.kind": "task", "tool.name": "get_weather", "tool.arguments": '{"city":"Paris"}' };
  expect(classify(task)).toMatchObject({
    kind: "action",
    facts: { toolName: "get_weather" },
    content: { input: { city: "Paris" } },
  });
  const gave = {
    tool_name: "get_weather",
    tool_kwargs: {},
    tool_output: { blocks: [], raw_output: "no such city", is_error: true },
  };
  expect(classify({ ...task, "traceloop.entity.output": JSON.stringify(gave) }).facts.status).toBe("error");
  const crew = { "gen_ai.operation.name": "invoke_agent", "crewai.crew.result": "Sunny" };
  expect(classify({ ...crew, "crewai.task.description": "Weather?" })).toMatchObject({
    kind: "run",
    facts: { message: "Weather?" },
    content: { output: [text("assistant", "Sunny")] },
  });
});

test("Strands before it had a name of GenAI for it: the status of a tool", () => {
  const tool = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "get_weather", "tool.status": "error" };
  expect(classify(tool, { statusCode: 1 }).facts.status).toBe("error");
});

test("Google's ADK: what failed has no attributes, and thoughts stand beside the tokens", () => {
  const scopeName = "gcp.vertex.agent";
  expect(classify({}, { scopeName, name: "execute_tool get_weather", statusCode: 2 })).toMatchObject({
    kind: "action",
    facts: { toolName: "get_weather", status: "error" },
  });
  expect(classify({}, { scopeName, name: "call_llm", statusCode: 2 }).kind).toBe("model_call");
  const usage = { candidates_token_count: 17, prompt_token_count: 31, thoughts_token_count: 5, total_token_count: 53 };
  const call = {
    "gen_ai.usage.input_tokens": 31,
    "gen_ai.usage.output_tokens": 17,
    "gcp.vertex.agent.llm_response": JSON.stringify({ usage_metadata: usage }),
  };
  const tokens = { input: 31, output: 22, reasoning: 5 };
  expect(classify(call, { scopeName, name: "call_llm" }).facts.tokens).toEqual(tokens);
  const inJavaScript = {
    ...call,
    "gcp.vertex.agent.llm_response": '{"usageMetadata":{"thoughtsTokenCount":5,"totalTokenCount":53}}',
  };
  expect(classify(inJavaScript, { scopeName, name: "call_llm" }).facts.tokens).toEqual(tokens);
});

test("VoltAgent: the agent is the entity of all its spans", () => {
  const scopeName = "@voltagent/core";
  const entity = { "entity.type": "agent", "entity.name": "helper", "conversation.id": "s-1" };
  expect(classify({ ...entity, input: "Hi" }, { scopeName, name: "helper" })).toMatchObject({
    kind: "run",
    facts: { agentName: "helper", conversationId: "s-1", message: "Hi" },
  });
  const call = { ...entity, "span.type": "llm", "llm.model": "gpt-4o-mini", "llm.usage.prompt_tokens": 83 };
  const asked = { "llm.messages": '[{"role":"user","content":[{"type":"text","text":"Hi"}]}]' };
  expect(classify({ ...call, ...asked }, { scopeName, name: "llm:generateText" })).toMatchObject({
    kind: "model_call",
    facts: { model: "gpt-4o-mini", tokens: { input: 83 } },
    content: { input: [text("user", "Hi")] },
  });
  const tool = { ...entity, "span.type": "tool", "tool.name": "get_weather", input: '{"city":"Paris"}', output: "dry" };
  expect(classify(tool, { scopeName, name: "tool.execution:get_weather" })).toMatchObject({
    kind: "action",
    facts: { toolName: "get_weather" },
    content: { input: { city: "Paris" }, output: "dry" },
  });
  expect(classify({ ...entity, input: "{}" }, { scopeName, name: "memory.read" }).kind).toBe("infrastructure");
});
