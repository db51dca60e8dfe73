import { describe, expect, test } from "vitest";
import { createSpan } from "../otlp/create-span.ts";
import type { Attributes, OtlpSpan } from "../otlp/otlp-span.ts";
import { classifySpan } from "./classify-span.ts";

function classify(attributes: Attributes, changes: Partial<OtlpSpan> = {}) {
  return classifySpan({ ...createSpan({}), parentSpanId: "00f067aa0ba902b7", name: "step", ...changes, attributes });
}

test.each([1e308, 1.1e15, -1, Number.NaN])("%d tokens and dollars are not counted", (number) => {
  const usage = { "gen_ai.usage.input_tokens": number, "gen_ai.usage.output_tokens": 5, "gen_ai.usage.cost": number };
  const { facts } = classify({ "gen_ai.operation.name": "chat", "gen_ai.request.model": "m", ...usage });
  expect(facts).toMatchObject({ tokens: { output: 5 } });
  expect(facts).not.toHaveProperty("cost");
});

describe("tokens mean the same, whichever way they are counted:", () => {
  const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "m" };
  const GENERATION = { "langfuse.observation.type": "generation" };
  const ALL = { input: 13_675, output: 400, cachedInput: 9216, reasoning: 250 };

  test.each<[string, Attributes, object | undefined]>([
    [
      "the GenAI conventions",
      {
        ...CHAT,
        "gen_ai.usage.input_tokens": 13_675,
        "gen_ai.usage.cache_read.input_tokens": 9216,
        "gen_ai.usage.cache_creation.input_tokens": 10,
        "gen_ai.usage.output_tokens": 400,
        "gen_ai.usage.reasoning.output_tokens": 250,
      },
      { ...ALL, cacheWriteInput: 10 },
    ],
    [
      "Pydantic AI",
      {
        ...CHAT,
        "gen_ai.usage.input_tokens": 13_675,
        "gen_ai.usage.details.cache_read_tokens": 9216,
        "gen_ai.usage.output_tokens": 400,
        "gen_ai.usage.details.reasoning_tokens": 250,
      },
      ALL,
    ],
    [
      "the names of Anthropic's API, which has the cache beside the input",
      {
        ...CHAT,
        "gen_ai.usage.input_tokens": 5,
        "gen_ai.usage.cache_read_input_tokens": 128_955,
        "gen_ai.usage.cache_creation_input_tokens": 1253,
        "gen_ai.usage.output_tokens": 400,
      },
      { input: 130_213, output: 400, cachedInput: 128_955, cacheWriteInput: 1253 },
    ],
    [
      "Sentry and OpenRouter",
      {
        ...CHAT,
        "gen_ai.usage.input_tokens": 13_675,
        "gen_ai.usage.input_tokens.cached": 9216,
        "gen_ai.usage.input_tokens.cache_write": 10,
        "gen_ai.usage.output_tokens": 400,
        "gen_ai.usage.output_tokens.reasoning": 250,
      },
      { ...ALL, cacheWriteInput: 10 },
    ],
    [
      "OpenInference",
      {
        "openinference.span.kind": "LLM",
        "llm.token_count.prompt": 13_675,
        "llm.token_count.prompt_details.cache_read": 9216,
        "llm.token_count.completion": 400,
        "llm.token_count.completion_details.reasoning": 250,
        "llm.token_count.total": 14_075,
      },
      ALL,
    ],
    [
      "the AI SDK",
      {
        "ai.operationId": "ai.generateText.doGenerate",
        "ai.usage.inputTokens": 13_675,
        "ai.usage.cachedInputTokens": 9216,
        "ai.usage.outputTokens": 400,
        "ai.usage.reasoningTokens": 250,
        "gen_ai.usage.input_tokens": 13_675,
        "gen_ai.usage.output_tokens": 400,
      },
      ALL,
    ],
    [
      "Langfuse in buckets of its own",
      {
        ...GENERATION,
        "langfuse.observation.usage_details":
          '{"input":4459,"input_cached_tokens":9216,"output":150,"output_reasoning_tokens":250,"total":14075}',
      },
      ALL,
    ],
    [
      "Langfuse in the names of OpenAI",
      {
        ...GENERATION,
        "langfuse.observation.usage_details":
          '{"prompt_tokens":13675,"completion_tokens":400,"total_tokens":14075,"prompt_tokens_details":{"cached_tokens":9216},"completion_tokens_details":{"reasoning_tokens":250}}',
      },
      ALL,
    ],
    [
      "Langfuse in the names of Anthropic",
      {
        ...GENERATION,
        "langfuse.observation.usage_details":
          '{"input_tokens":5,"cache_read_input_tokens":100,"cache_creation_input_tokens":20,"output_tokens":7}',
      },
      { input: 125, output: 7, cachedInput: 100, cacheWriteInput: 20 },
    ],
    [
      "Langfuse in the names of OpenAI's Responses",
      {
        ...GENERATION,
        "langfuse.observation.usage_details":
          '{"input_tokens":13675,"output_tokens":400,"total_tokens":14075,"input_tokens_details":{"cached_tokens":9216},"output_tokens_details":{"reasoning_tokens":250}}',
      },
      ALL,
    ],
    [
      "MLflow",
      {
        "mlflow.spanType": '"CHAT_MODEL"',
        "mlflow.chat.tokenUsage":
          '{"input_tokens":83,"output_tokens":12,"total_tokens":95,"cache_read_input_tokens":32}',
      },
      { input: 83, output: 12, cachedInput: 32 },
    ],
    [
      "what was heard and spoken, in OpenInference",
      {
        "openinference.span.kind": "LLM",
        "llm.token_count.prompt": 120,
        "llm.token_count.prompt_details.audio": 100,
        "llm.token_count.completion": 60,
        "llm.token_count.completion_details.audio": 40,
      },
      { input: 120, output: 60, audioInput: 100, audioOutput: 40 },
    ],
    [
      "what was heard and spoken, in Langfuse in buckets of its own",
      {
        ...GENERATION,
        "langfuse.observation.usage_details":
          '{"input":20,"input_audio_tokens":100,"output":20,"output_audio_tokens":40,"total":180}',
      },
      { input: 120, output: 60, audioInput: 100, audioOutput: 40 },
    ],
    [
      "OpenLIT",
      {
        ...CHAT,
        "gen_ai.usage.input_tokens": 13_675,
        "gen_ai.usage.prompt_tokens_details.cache_read": 9216,
        "gen_ai.usage.output_tokens": 400,
        "gen_ai.usage.completion_tokens_details.reasoning": 250,
        "gen_ai.usage.completion_tokens_details.audio": 0,
      },
      ALL,
    ],
    [
      "numbers as text",
      { ...CHAT, "gen_ai.usage.input_tokens": "13675", "gen_ai.usage.output_tokens": "400" },
      { input: 13_675, output: 400 },
    ],
    [
      "a total and one part",
      { ...CHAT, "gen_ai.usage.total_tokens": 14_075, "gen_ai.usage.output_tokens": 400 },
      { input: 13_675, output: 400 },
    ],
    [
      "Gemini, whose total tells that thinking stands beside the answer",
      {
        ...CHAT,
        "gen_ai.usage.input_tokens": 83,
        "gen_ai.usage.output_tokens": 16,
        "gen_ai.usage.reasoning_tokens": 5,
        "gen_ai.usage.total_tokens": 104,
      },
      { input: 83, output: 21, reasoning: 5 },
    ],
    [
      "a total that tells that cached tokens stand beside the others",
      {
        ...CHAT,
        "gen_ai.usage.input_tokens": 51,
        "gen_ai.usage.output_tokens": 16,
        "gen_ai.usage.cache_read_input_tokens": 32,
        "gen_ai.usage.total_tokens": 99,
      },
      { input: 83, output: 16, cachedInput: 32 },
    ],
    [
      "a total, which does not say what was read and what written",
      { ...CHAT, "gen_ai.usage.total_tokens": 14_075 },
      { unsplit: 14_075 },
    ],
  ])("%s", (_, attributes, tokens) => {
    expect(classify(attributes).facts.tokens).toEqual(tokens);
  });

  test("nothing but zeros: a call that failed, or a stream that did not tell", () => {
    const attributes = { ...CHAT, "gen_ai.usage.input_tokens": 0, "gen_ai.usage.output_tokens": 0 };
    expect(classify(attributes, { statusCode: 2 }).facts).not.toHaveProperty("tokens");
    expect(classify(attributes).facts).not.toHaveProperty("tokens");
  });
});

describe("a step failed in the word of its family:", () => {
  const exception = {
    name: "exception",
    timestamp: 1,
    attributes: { "exception.type": "ValueError", "exception.message": "no such city" },
  };
  test.each(["Error", "[object Object]", "undefined"])("in better words than the status has: %s", (statusMessage) => {
    const { facts } = classify({}, { statusCode: 2, statusMessage, events: [exception] });
    expect(facts.error).toBe("no such city");
  });

  test("in one word of its exception, where the status says only that there was an error", () => {
    const event = { ...exception, attributes: { "exception.type": "KeyError", "exception.message": "'Atlantis'" } };
    const { facts } = classify({}, { statusCode: 2, statusMessage: "Error", events: [event] });
    expect(facts.error).toBe("'Atlantis'");
  });

  const toEscaped = (escaped: boolean | string) => ({
    ...exception,
    attributes: { ...exception.attributes, "exception.escaped": escaped },
  });

  test.each<[string, Attributes, Partial<OtlpSpan>, string | undefined]>([
    ["OpenTelemetry", {}, { statusCode: 2, statusMessage: "no such city" }, "no such city"],
    ["an exception", {}, { statusCode: 2, events: [exception] }, "no such city"],
    ["LangSmith", { "langsmith.span.kind": "tool" }, { statusCode: 1, events: [exception] }, "no such city"],
    [
      "Langfuse",
      { "langfuse.observation.level": "ERROR", "langfuse.observation.status_message": "no such city" },
      {},
      "no such city",
    ],
    ["Claude Code", { success: false, error: "exit code 1" }, { name: "claude_code.tool" }, "exit code 1"],
    ["Strands", { "gen_ai.tool.status": "error" }, {}, undefined],
    ["Traceloop", { "gen_ai.task.status": "failure" }, {}, undefined],
    ["Genkit", { "genkit:metadata:subtype": "tool", "genkit:state": "error" }, {}, undefined],
    ["ours", { "runline.action.success": false }, { statusCode: 0 }, undefined],
    ["Google's ADK", { "gen_ai.operation.name": "execute_tool", "error.type": "TOOL_ERROR" }, {}, undefined],
    ["OpenTracing", { error: true }, {}, undefined],
    ["a model's provider", { "gen_ai.response.finish_reasons": ["error"] }, {}, undefined],
    ["the AI SDK, of a stream that broke off", { "ai.response.finishReason": "error" }, {}, undefined],
    ["an exception that left the span", {}, { events: [toEscaped("True")] }, "no such city"],
    ["Mastra", { "error.message": "no such city" }, { statusCode: 2 }, "no such city"],
  ])("%s", (_, attributes, changes, error) => {
    const { facts } = classify(attributes, changes);
    expect(facts).toMatchObject({ status: "error", ...(error !== undefined && { error }) });
  });

  test("but not where an exception was caught, or the status says that all is well", () => {
    expect(classify({}, { events: [toEscaped("False")] }).facts).not.toHaveProperty("status");
    expect(classify({}, { statusCode: 1, events: [toEscaped(true)] }).facts.status).toBe("ok");
    expect(classify({ "gen_ai.response.finish_reasons": ["stop"] }).facts).not.toHaveProperty("status");
  });

  const toException = (type: string, message: string) => ({
    ...exception,
    attributes: { "exception.type": type, "exception.message": message },
  });
  const asked = "(Interrupt(value='May I?', id='2aa6'),)";
  test.each<[string, Attributes, Partial<OtlpSpan>]>([
    [
      "OpenInference for Python",
      {},
      { statusCode: 1, events: [toException("langgraph.errors.GraphInterrupt", asked)] },
    ],
    [
      "OpenInference for JavaScript",
      {},
      {
        statusCode: 2,
        statusMessage: `[\n  {}\n]\n\nGraphInterrupt: [\n  {}\n]\n    at interrupt (file:///app.js:1:1)`,
      },
    ],
    ["Traceloop", { "error.type": "GraphInterrupt" }, { statusCode: 2, statusMessage: asked }],
    [
      "LangSmith",
      { "langsmith.span.kind": "tool" },
      {
        statusCode: 2,
        events: [toException("Exception", `GraphInterrupt(${asked})Traceback (most recent call last):`)],
      },
    ],
  ])("but not where LangGraph leaves it to ask somebody, as %s tells", (_, attributes, changes) => {
    const { facts } = classify(attributes, changes);
    expect(facts.status).not.toBe("error");
    expect(facts).toMatchObject({ isInterrupted: true });
    expect(facts).not.toHaveProperty("error");
  });

  test("but where words of an error of another type have such a line", () => {
    const events = [toException("KeyError", "x\nNodeInterrupt: y")];
    const { facts } = classify({}, { statusCode: 2, events });
    expect(facts).toMatchObject({ status: "error", errorType: "KeyError" });
    expect(facts).not.toHaveProperty("isInterrupted");
  });

  test("nor where LangGraph leaves it to hand over to the graph around", () => {
    const events = [toException("langgraph.errors.ParentCommand", "Command(goto='writer')")];
    const { facts } = classify({ "langsmith.span.kind": "tool" }, { statusCode: 2, events });
    expect(facts).not.toHaveProperty("status");
    expect(facts).not.toHaveProperty("isInterrupted");
  });

  test("the type of the error is known, also from the exception", () => {
    expect(classify({}, { statusCode: 2, events: [exception] }).facts.errorType).toBe("ValueError");
    expect(classify({ "error.type": "timeout" }, { statusCode: 2, events: [exception] }).facts.errorType).toBe(
      "timeout",
    );
  });

  test("the type of an error alone says nothing of a step that is well, nor of a request", () => {
    const type = { "error.type": "404" };
    expect(classify({ ...type, "http.request.method": "GET" }).facts).not.toHaveProperty("status");
    expect(classify({ ...type, "gen_ai.operation.name": "chat" }, { statusCode: 1 }).facts.status).toBe("ok");
  });

  test("an exception that a step got over is none elsewhere", () => {
    expect(classify({}, { statusCode: 1, events: [exception] }).facts).toMatchObject({ status: "ok" });
    const { facts } = classify({ success: false });
    expect(facts).not.toHaveProperty("status");
  });
});
