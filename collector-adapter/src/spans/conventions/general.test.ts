import { describe, expect, test } from "vitest";
import { classify } from "../../../test/support/classify.ts";
import type { Attributes } from "../../otlp/otlp-span.ts";

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
    ["an agent by its kind alone", { "acme.span_kind": "agent" }, { kind: "run", facts: { agentName: "step" } }],
    [
      "a model call that counts in all",
      { "llm.model": "m", "llm.tokens.total": 5, "llm.cost_usd": 0.25 },
      { kind: "model_call", facts: { model: "m", tokens: { unsplit: 5 }, cost: 0.25 } },
    ],
    [
      "a model call without tokens",
      { "acme.model": "m", "acme.prompt": "Hi there", "acme.completion": "Hello" },
      { kind: "model_call", facts: { model: "m", message: "Hi there" } },
    ],
    ["camel case", { toolName: "search", sessionId: "s" }, { kind: "action", facts: { toolName: "search" } }],
    [
      "a kind in the words of most families",
      { "acme.span.kind": "LLM", "acme.modelName": "m", "usage.promptTokens": 3, "usage.completionTokens": 2 },
      { kind: "model_call", facts: { model: "m", tokens: { input: 3, output: 2 } } },
    ],
    [
      "tokens of the cache, apart from those that are not",
      {
        "acme.span_kind": "llm",
        "acme.usage.non_cached_input_tokens": 51,
        "acme.usage.cache_read_input_tokens": 32,
        "acme.usage.output_tokens": 12,
      },
      { facts: { tokens: { input: 83, cachedInput: 32, output: 12 } } },
    ],
    [
      "what went wrong",
      { "acme.span.type": "TOOL", "acme.entity.error": "no such city" },
      { kind: "action", facts: { status: "error", error: "no such city" } },
    ],
    [
      "whether something went wrong",
      { "acme.span.type": "TOOL", "acme.error": "false" },
      { kind: "action", facts: {} },
    ],
    [
      "tokens that did not come from the cache, whose name does not say of which side they are",
      { "acme.span_kind": "llm", "usage.non_cached_tokens": 51, "usage.cached_tokens": 32, "usage.output_tokens": 12 },
      { facts: { tokens: { input: 83, cachedInput: 32, output: 12 } } },
    ],
    ["a step that is marked like the whole", { "acme.run_type": "chain" }, { facts: { isChain: true } }],
  ])("is read in general: %s", (_, attributes, expected) => {
    expect(classify(attributes)).toMatchObject(expected);
  });

  test.each<[string, Attributes]>([
    ["on_error", { "workflow.on_error": "continue" }],
    ["ignore_error", { "http.ignore_error": "always" }],
    ["no error", { "acme.error": "no error" }],
    ["an empty list", { "acme.error": "[]" }],
    ["an empty object", { "acme.error": "{}" }],
    ["ok", { "acme.error": "OK" }],
  ])("did not fail by %s", (_, attributes) => {
    expect(classify({ "acme.span.type": "TOOL", ...attributes }).facts).not.toHaveProperty("status");
  });

  test("did not fail where its status says so", () => {
    const { facts } = classify({ "acme.span.type": "TOOL", "acme.error": "no such city" }, { statusCode: 1 });
    expect(facts.status).toBe("ok");
  });

  test.each<[Attributes]>([
    [{ "http.request.method": "GET", "user_agent.name": "Chrome", "url.full": "https://example.com/?input=1" }],
    [{ "db.system.name": "postgresql", "db.query.text": "select model, input_tokens from calls" }],
    [{ "agent.name": "nodejs", "agent.version": "4", "device.model.name": "Pixel" }],
    [{ "ci.pipeline.agent.name": "linux-1" }],
    [{ "messaging.message.conversation_id": "c", "session.id": "s" }],
    [{ "gen_ai.operation.name": "agent_turn", "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": 1 }],
    [{ tool_name: 7 }],
    [{ "span.kind": "client", "peer.service": "db" }],
    [{ "span.type": "sql", input: "select 1" }],
    [{ "device.model.name": "Pixel", "form.input": "x" }],
    [{ "shop.total_cost": 12, "shop.prompt": "x" }],
  ])("is left infrastructure: %j", (attributes) => {
    expect(classify(attributes).kind).toBe("infrastructure");
  });
});
