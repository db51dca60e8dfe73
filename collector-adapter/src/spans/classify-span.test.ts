import * as words from "@runline/contract";
import { describe, expect, test } from "vitest";
import { createSpan } from "../otlp/create-span.ts";
import type { Attributes, OtlpSpan } from "../otlp/otlp-span.ts";
import { classifySpan } from "./classify-span.ts";
import type { SpanFacts } from "./span-facts.ts";

const RUN = { [words.ATTR_RUN_ID]: "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10" };

function toSpan(attributes: Attributes, changes: Partial<OtlpSpan> = {}): OtlpSpan {
  return { ...createSpan({}), parentSpanId: "00f067aa0ba902b7", name: "step", ...changes, attributes };
}

function toWords(span: OtlpSpan): string {
  const { kind, facts } = classifySpan(span);
  return `${facts.convention} ${kind}`;
}

function readFacts(attributes: Attributes, changes?: Partial<OtlpSpan>): SpanFacts {
  return classifySpan(toSpan(attributes, changes)).facts;
}

describe("the kind of a span", () => {
  test.each<[string, string, Attributes]>([
    ["gen_ai infrastructure", "runline=0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10.call", { "gen_ai.operation.name": "chat" }],
    ["vercel_ai infrastructure", "rojo=1,runline=call", { "ai.operationId": "ai.generateText" }],
    ["gen_ai model_call", "runline=0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10", { "gen_ai.operation.name": "chat" }],
    ["runline model_call", "runline=call", { ...RUN, "gen_ai.operation.name": "chat" }],
  ])("is %s with the trace state %s", (expected, traceState, attributes) => {
    expect(toWords(toSpan(attributes, { traceState }))).toBe(expected);
  });

  test.each<[string, Attributes]>([
    ["runline run", { ...RUN, "gen_ai.operation.name": words.OPERATION_RUN }],
    ["runline plan", { ...RUN, "gen_ai.operation.name": words.OPERATION_PLAN }],
    ["runline action", { ...RUN, "gen_ai.operation.name": words.OPERATION_ACTION }],
    ["runline model_call", { ...RUN, "gen_ai.operation.name": words.OPERATION_MODEL_CALL }],
    ["runline embedding", { ...RUN, "gen_ai.operation.name": words.OPERATION_EMBEDDING }],
    ["runline evaluator", { ...RUN, "gen_ai.operation.name": words.OPERATION_EVALUATOR }],
    ["runline composed_state", { ...RUN, "gen_ai.operation.name": words.OPERATION_COMPOSED_STATE }],
    ["runline context_provider", { ...RUN, "gen_ai.operation.name": words.OPERATION_CONTEXT_PROVIDER }],
    ["runline model_call", { "gen_ai.operation.name": "chat", [words.ATTR_RUN_PHASE]: "system_init" }],
    // The id of a run may be handed on to any span below it.
    ["none infrastructure", { ...RUN, "db.system.name": "postgresql" }],
    ["none infrastructure", { [words.ATTR_SPAN_PENDING]: true, "http.request.method": "GET" }],
    ["gen_ai run", { "gen_ai.operation.name": "invoke_agent", "gen_ai.request.model": "gpt-4o" }],
    ["gen_ai action", { "gen_ai.operation.name": "execute_tool" }],
    ["gen_ai model_call", { "gen_ai.operation.name": "generate_content" }],
    ["gen_ai infrastructure", { "gen_ai.operation.name": "create_agent" }],
    ["gen_ai infrastructure", { "gen_ai.operation.name": "agent_step", "gen_ai.request.model": "gpt-4o" }],
    ["gen_ai model_call", { "gen_ai.operation.name": "respond", "gen_ai.request.model": "gpt-4o" }],
    ["gen_ai action", { "gen_ai.tool.name": "search" }],
    ["openinference run", { "openinference.span.kind": "AGENT" }],
    ["openinference model_call", { "openinference.span.kind": "LLM", "gen_ai.operation.name": "invoke_agent" }],
    ["openinference infrastructure", { "openinference.span.kind": "CHAIN" }],
    ["openinference infrastructure", { "openinference.span.kind": "RETRIEVER" }],
    ["langfuse action", { "langfuse.observation.type": "tool", "gen_ai.operation.name": "chat" }],
    ["langfuse infrastructure", { "langfuse.observation.type": "span" }],
    ["traceloop run", { "traceloop.span.kind": "workflow" }],
    ["traceloop infrastructure", { "traceloop.span.kind": "task" }],
    ["traceloop embedding", { "llm.request.type": "embedding" }],
    ["vercel_ai run", { "ai.operationId": "ai.streamText" }],
    ["vercel_ai model_call", { "ai.operationId": "ai.streamText.doStream" }],
    ["vercel_ai model_call", { "operation.name": "ai.generateObject.doGenerate my-function" }],
    ["vercel_ai infrastructure", { "ai.operationId": "ai.embed" }],
    ["vercel_ai embedding", { "ai.operationId": "ai.embedMany.doEmbed" }],
    ["mlflow model_call", { "mlflow.spanType": '"CHAT_MODEL"' }],
    ["langsmith infrastructure", { "langsmith.span.kind": "chain", "gen_ai.operation.name": "chain" }],
    ["gen_ai model_call", { "langsmith.span.kind": "llm", "gen_ai.operation.name": "chat" }],
    ["logfire infrastructure", { "logfire.span_type": "log", "gen_ai.operation.name": "chat" }],
    ["none infrastructure", { "http.request.method": "GET" }],
    ["none infrastructure", { "gen_ai.operation.name": 7, "openinference.span.kind": ["LLM"] }],
  ])("is %s for %j", (expected, attributes) => {
    expect(toWords(toSpan(attributes))).toBe(expected);
  });

  test.each<[string, Attributes]>([
    ["openinference run", { "openinference.span.kind": "CHAIN" }],
    ["langfuse run", { "langfuse.observation.type": "span" }],
    ["langsmith run", { "langsmith.span.kind": "chain", "gen_ai.operation.name": "chain" }],
    ["mlflow run", { "mlflow.spanType": '"CHAIN"' }],
  ])("is %s for %j without a parent", (expected, attributes) => {
    expect(toWords(toSpan(attributes, { parentSpanId: undefined }))).toBe(expected);
  });

  test("is a run for an agent in the old form of Pydantic AI", () => {
    expect(readFacts({ agent_name: "weather" }, { name: "agent run" })).toMatchObject({
      kind: "run",
      convention: "pydantic_ai",
      agentName: "weather",
    });
  });
});

describe("the facts of a span", () => {
  test("are in our units for our own model call", () => {
    const span = toSpan({
      ...RUN,
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
      "gen_ai.usage.input_tokens": 812,
      "gen_ai.usage.output_tokens": 96,
      "gen_ai.usage.cost": 0.00185,
      [words.ATTR_MODEL_ATTEMPT]: 2,
      "gen_ai.response.time_to_first_chunk": 0.25,
      "gen_ai.conversation.id": "c-1",
    });
    expect(classifySpan(span).facts).toEqual({
      kind: "model_call",
      convention: "runline",
      runId: "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10",
      operation: "chat",
      provider: "openai",
      model: "gpt-4o-mini",
      responseModel: "gpt-4o-mini-2024-07-18",
      tokens: { input: 812, output: 96 },
      cost: 0.00185,
      attempt: 2,
      timeToFirstChunkMs: 250,
      conversationId: "c-1",
    });
  });

  test("leave out the tokens that a span around calls repeats", () => {
    const attributes = {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.usage.input_tokens": 135,
      "gen_ai.agent.name": "weather",
    };
    expect(readFacts(attributes)).toEqual({ kind: "run", convention: "gen_ai", agentName: "weather" });
  });

  test("may come from another convention than the kind, the better known name first", () => {
    const attributes = {
      "ai.usage.promptTokens": 1,
      "gen_ai.usage.input_tokens": 52,
      "ai.model.id": "gpt-4o-mini",
      "session.id": "s-42",
      "ai.operationId": "ai.generateText.doGenerate",
    };
    expect(readFacts(attributes)).toMatchObject({
      tokens: { input: 52 },
      model: "gpt-4o-mini",
      conversationId: "s-42",
    });
  });

  test("are found inside JSON, whatever the provider calls them", () => {
    const usage = '{"completion_tokens": 17, "prompt_tokens": 52, "prompt_tokens_details": {}}';
    const generation = { "langfuse.observation.type": "generation", "langfuse.observation.usage_details": usage };
    expect(readFacts(generation).tokens).toEqual({ input: 52, output: 17 });
    const call = {
      "mlflow.spanType": '"LLM"',
      "mlflow.llm.model": String.raw`"gpt-4o\u0000"`,
      "mlflow.chat.tokenUsage": '{"input_tokens": 3',
    };
    const facts = readFacts(call);
    expect(facts.model).toBe("gpt-4o\uFFFD");
    expect(facts.tokens).toBeUndefined();
  });

  test.each<[Attributes]>([
    [{ "gen_ai.operation.name": "chat", "gen_ai.usage.cost": 0.25 }],
    [{ "openinference.span.kind": "LLM", "llm.cost.total": 0.25, "llm.cost.prompt": 0.2 }],
    [{ "openinference.span.kind": "LLM", "llm.cost.total": 0, "llm.cost.prompt": 0.125, "llm.cost.completion": 0.125 }],
    [{ "openinference.span.kind": "LLM", "llm.cost.prompt": 0.25, "llm.cost.completion": 0 }],
    [{ "gen_ai.operation.name": "chat", "operation.cost": 0.25 }],
    [{ "langfuse.observation.type": "generation", "langfuse.observation.cost_details": '{"input":0.2,"total":0.25}' }],
    [
      {
        "langfuse.observation.type": "generation",
        "langfuse.observation.cost_details": '{"input":0.125,"output":0.125}',
      },
    ],
    [{ "gen_ai.operation.name": "chat", "gen_ai.usage.cost.amount": 0.25, "gen_ai.usage.cost.currency": "USD" }],
    [{ "gen_ai.operation.name": "chat", "gen_ai.usage.total_cost": 0.25, "gen_ai.usage.input_cost": 0.2 }],
    [{ "mlflow.spanType": '"LLM"', "mlflow.llm.cost": '{"input_cost":0.2,"total_cost":0.25}' }],
  ])("have what the call cost in US dollars: %j", (attributes) => {
    expect(readFacts(attributes).cost).toBe(0.25);
  });

  test.each([
    [{ "gen_ai.operation.name": "chat", "gen_ai.usage.cost": 0 }],
    [{ "openinference.span.kind": "LLM", "llm.cost.total": 0 }],
    [{ "openinference.span.kind": "LLM", "llm.cost.prompt": 0, "llm.cost.completion": 0 }],
  ])("have no cost when it says 0, which stands for a price that is not known: %j", (attributes) => {
    expect(readFacts(attributes)).not.toHaveProperty("cost");
  });

  test("have no cost of which only one half is told", () => {
    expect(readFacts({ "openinference.span.kind": "LLM", "llm.cost.prompt": 0.25 })).not.toHaveProperty("cost");
  });

  test("cost nothing when our own price table says so", () => {
    const attributes = { "runline.run.id": "r", "gen_ai.operation.name": "chat", "gen_ai.usage.cost": 0 };
    expect(readFacts(attributes).cost).toBe(0);
  });

  test.each([words.ATTR_CONTEXT_PROVIDER_NAME, "runline.provider.name"])(
    "have the context provider by its name: %s",
    (attribute) => {
      const attributes = { ...RUN, "gen_ai.operation.name": "provide", [attribute]: "RECENT_MESSAGES" };
      expect(readFacts(attributes)).toMatchObject({
        kind: "context_provider",
        contextProviderName: "RECENT_MESSAGES",
      });
    },
  );

  test("fall back to the span's name for a tool, an agent and an evaluator without one", () => {
    expect(readFacts({ "openinference.span.kind": "TOOL" }, { name: "search" }).toolName).toBe("search");
    expect(readFacts({ "langfuse.observation.type": "agent" }, { name: "weather" }).agentName).toBe("weather");
    expect(readFacts({ "openinference.span.kind": "EVALUATOR" }, { name: "judge" }).evaluatorName).toBe("judge");
  });

  test("are as good as missing in an unexpected form", () => {
    const attributes = {
      "openinference.span.kind": "LLM",
      "llm.model_name": { name: "gpt" },
      "llm.token_count.prompt": "many",
      "llm.token_count.completion": -1,
      "session.id": "[Scrubbed due to 'session']",
      "user.id": 7,
      metadata: "{not json",
    };
    expect(readFacts(attributes)).toEqual({ kind: "model_call", convention: "openinference", userId: "7" });
  });
});
