import { describe, expect, test } from "vitest";
import { classify } from "../../../test/support/classify.ts";
import type { Attributes } from "../../otlp/otlp-span.ts";

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

  test.each([
    ["agent run: 'librarian'", "run", { agentName: "librarian" }],
    ["tool: 'find_book'", "action", { toolName: "find_book" }],
    ["inference: 0", "model_call", {}],
    ["llm: 'gpt-4o-mini'", "infrastructure", {}],
  ])("Mastra's bridge says of an open span by its name alone what the span is: %s", (name, kind, facts) => {
    const bridge = { name, scopeName: "@mastra/otel-bridge" };
    expect(classify({}, bridge)).toMatchObject({ kind, facts });
    expect(classify({}, { ...bridge, endedAt: 1_795_000_000_000 }).kind).toBe("infrastructure");
    expect(classify({}, { name }).kind).toBe("infrastructure");
  });

  test("a method that prepares a call of a model is none", () => {
    const llm = { "openinference.span.kind": "LLM" };
    expect(classify(llm, { name: "OpenAI.achat" }).kind).toBe("model_call");
    expect(classify(llm, { name: "OpenAI._prepare_chat_with_tools" }).kind).toBe("infrastructure");
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
    const older = [
      { name: "gen_ai.content.prompt", timestamp: 1, attributes: { "gen_ai.prompt": "hello" } },
      { name: "gen_ai.content.completion", timestamp: 2, attributes: { "gen_ai.completion": "hi" } },
    ];
    expect(classify(chat, { events: older }).content).toMatchObject(spoken);
  });
});
