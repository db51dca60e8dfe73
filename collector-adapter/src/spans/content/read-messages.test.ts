import { describe, expect, test } from "vitest";
import { toContent } from "./to-content.ts";

const toInput = (value: unknown) => toContent(value, "messages", "user")?.content;
const toOutput = (value: unknown) => toContent(value, "messages", "assistant")?.content;
const text = (content: string) => ({ type: "text", content });
const user = (content: string) => ({ role: "user", parts: [text(content)] });
const assistant = (content: string) => ({ role: "assistant", parts: [text(content)] });
const CALL = { type: "tool_call", id: "c1", name: "get_weather", arguments: { city: "Paris" } };
const ASKS = [{ role: "assistant", parts: [CALL] }];
const RESULT = { role: "tool", parts: [{ type: "tool_result", id: "c1", name: "get_weather", result: "18 degrees" }] };

describe("messages", () => {
  test("among which something else stands stay messages, and the rest is told as it is", () => {
    const search = { type: "web_search_call", id: "ws1", status: "completed" };
    const question = { role: "user", content: "Hi" };
    expect(toInput([question, search, { role: "assistant", content: "Sunny." }])).toEqual([
      user("Hi"),
      { role: "assistant", parts: [{ type: "other", value: search }] },
      assistant("Sunny."),
    ]);
    const screen = { type: "computer_call_output", call_id: "c1", output: { type: "computer_screenshot" } };
    const reference = { type: "item_reference", id: "i1", of: "r1" };
    expect(toInput([question, screen, reference])).toEqual([
      user("Hi"),
      { role: "tool", parts: [{ type: "tool_result", id: "c1", result: { type: "computer_screenshot" } }] },
      { role: "user", parts: [{ type: "other", value: reference }] },
    ]);
    const told = { role: "tool", output: "Sunny." };
    expect(toInput([question, told])).toEqual([
      user("Hi"),
      { role: "tool", parts: [{ type: "tool_result", result: told }] },
    ]);
    expect(toContent([question, { type: "item_reference", id: "i1" }], "messages", "user")).toMatchObject({
      content: [user("Hi")],
      isWhole: true,
    });
    // Langtrace writes the calls of an answer as a list of nothing.
    expect(toInput([question, [{ id: "", type: "" }]])).toEqual([user("Hi")]);
  });

  test("that only say why they ended, or who was to speak, say nothing", () => {
    expect(toOutput([{ role: "assistant", content: "Sunny." }, { finish_reason: "stop" }])).toEqual([
      assistant("Sunny."),
    ]);
    expect(toOutput([{ role: "assistant" }])).toBeUndefined();
  });

  test("of no model stay what they are", () => {
    const members = [{ role: "admin", name: "Ada" }, { role: "guest" }];
    expect(toInput(members)).toEqual(members);
  });

  test.each<[string, unknown]>([
    ["a text", "Hi"],
    ["the GenAI conventions", [{ role: "user", parts: [{ type: "text", content: "Hi" }] }]],
    ["a request", { model: "gpt-4o", messages: [{ role: "user", content: "Hi" }] }],
    ["a request with parts", { messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }] }],
    ["the Responses API", [{ role: "user", content: [{ type: "input_text", text: "Hi" }] }]],
    ["the AI SDK", { prompt: "Hi" }],
    ["LangChain's constructors", { messages: [[toLangChain("HumanMessage", { content: "Hi", type: "human" })]] }],
    ["LangChain's dictionaries", [{ type: "human", data: { content: "Hi", additional_kwargs: {} } }]],
    ["LangChain's messages", { messages: [{ type: "human", content: "Hi", id: "1", additional_kwargs: {} }] }],
    ["OpenInference, flattened", [{ message: { role: "user", content: "Hi" } }]],
    [
      "OpenInference with parts",
      [{ message: { role: "user", contents: [{ message_content: { type: "text", text: "Hi" } }] } }],
    ],
    ["Strands", [{ role: "user", content: '[{"text": "Hi"}]' }]],
    ["Gemini", { contents: [{ role: "user", parts: [{ text: "Hi" }] }] }],
    ["Genkit", { messages: [{ role: "user", content: [{ text: "Hi" }] }] }],
    ["a graph", { inputs: { messages: [{ role: "user", content: "Hi" }] }, tags: [], kwargs: { name: "agent" } }],
    ["LangChain's pairs", { messages: [["user", "Hi"]] }],
    ["a recorded call", { args: ["Hi"], kwargs: {} }],
  ])("of %s are read, also out of JSON", (_, value) => {
    expect(toInput(value)).toEqual([user("Hi")]);
    expect(toInput(JSON.stringify(value))).toEqual([user("Hi")]);
    expect(toInput(JSON.stringify(JSON.stringify(value)))).toEqual([user("Hi")]);
  });

  test.each<[string, unknown]>([
    ["choices", { id: "1", choices: [{ index: 0, message: { role: "assistant", content: "Sunny." } }], usage: {} }],
    [
      "a message of Anthropic",
      { id: "m", type: "message", role: "assistant", content: [{ type: "text", text: "Sunny." }] },
    ],
    [
      "a response",
      { id: "r", output: [{ type: "message", role: "assistant", content: [{ type: "output_text", text: "Sunny." }] }] },
    ],
    ["generations", { generations: [[{ text: "Sunny.", message: toLangChain("AIMessage", { content: "Sunny." }) }]] }],
    ["candidates", { candidates: [{ content: { role: "model", parts: [{ text: "Sunny." }] }, finishReason: "STOP" }] }],
    ["a choice event", [{ message: "Sunny.", finish_reason: "end_turn" }]],
    ["a choice event with parts", [{ message: '[{"text": "Sunny."}]' }]],
    ["Mastra", { text: "Sunny.", files: [], toolCalls: [], reasoning: [] }],
    ["Langfuse", { role: "assistant", content: "Sunny." }],
    ["MLflow", '"Sunny."'],
    ["Genkit", { message: { role: "model", content: [{ text: "Sunny." }] }, usage: { inputTokens: 1 } }],
    ["Haystack", { replies: [{ role: "assistant", meta: { index: 0 }, name: null, content: [{ text: "Sunny." }] }] }],
    ["a generator of texts", { llm: { replies: ["Sunny."], meta: [{ model: "m" }] } }],
    ["a state that ends with it", { messages: [{ role: "user", content: "Hi" }], last_message: "Sunny." }],
  ])("of an answer as %s are read", (_, value) => {
    expect(toOutput(value)).toEqual([assistant("Sunny.")]);
  });

  test.each<[string, unknown]>([
    ["OpenAI", { choices: [{ message: { role: "assistant", content: null, tool_calls: [toOpenAiCall()] } }] }],
    ["the older OpenAI", { role: "assistant", content: "", function_call: { ...toOpenAiCall().function, id: "c1" } }],
    [
      "the Responses API",
      [{ type: "function_call", call_id: "c1", id: "fc_1", name: "get_weather", arguments: '{"city":"Paris"}' }],
    ],
    [
      "Anthropic",
      [{ role: "assistant", content: [{ type: "tool_use", id: "c1", name: "get_weather", input: { city: "Paris" } }] }],
    ],
    ["Bedrock", [{ message: '[{"toolUse": {"toolUseId": "c1", "name": "get_weather", "input": {"city": "Paris"}}}]' }]],
    [
      "the AI SDK",
      { text: "", toolCalls: '[{"toolCallId":"c1","toolName":"get_weather","input":"{\\"city\\":\\"Paris\\"}"}]' },
    ],
    [
      "LangChain",
      toLangChain("AIMessage", {
        content: "",
        tool_calls: [{ id: "c1", name: "get_weather", args: { city: "Paris" } }],
      }),
    ],
    [
      "LangChain's extras",
      toLangChain("AIMessage", { content: "", additional_kwargs: { tool_calls: [toOpenAiCall()] } }),
    ],
    [
      "OpenInference",
      [
        {
          message: {
            role: "assistant",
            tool_calls: [{ tool_call: toOpenAiCall() }],
            contents: [{ tool_call: toOpenAiCall() }],
          },
        },
      ],
    ],
    [
      "Genkit",
      {
        message: {
          role: "model",
          content: [{ toolRequest: { ref: "c1", name: "get_weather", input: { city: "Paris" } } }],
        },
      },
    ],
  ])("have the tool call of %s once", (_, value) => {
    expect(toOutput(value)).toEqual(ASKS);
  });

  test.each<[string, unknown]>([
    [
      "the GenAI conventions",
      { role: "tool", parts: [{ type: "tool_call_response", id: "c1", name: "get_weather", response: "18 degrees" }] },
    ],
    ["OpenAI", { role: "tool", tool_call_id: "c1", name: "get_weather", content: "18 degrees" }],
    [
      "Pydantic AI",
      { role: "user", parts: [{ type: "tool_call_response", id: "c1", name: "get_weather", result: "18 degrees" }] },
    ],
    ["LangChain", { type: "tool", content: "18 degrees", name: "get_weather", tool_call_id: "c1", status: "success" }],
    [
      "the AI SDK",
      {
        role: "tool",
        content: [{ type: "tool-result", toolCallId: "c1", toolName: "get_weather", output: "18 degrees" }],
      },
    ],
    [
      "Gemini",
      { role: "user", parts: [{ functionResponse: { id: "c1", name: "get_weather", response: "18 degrees" } }] },
    ],
    [
      "Haystack",
      {
        role: "tool",
        content: [
          { tool_call_result: { result: "18 degrees", origin: { tool_name: "get_weather", arguments: {}, id: "c1" } } },
        ],
      },
    ],
  ])("have the tool result of %s", (_, message) => {
    expect(toInput([message])).toEqual([RESULT]);
  });

  test("have reasoning, images and files under one name each", () => {
    const parts = [
      { type: "thinking", thinking: "Hm." },
      { type: "image_url", image_url: { url: "https://example.com/a.png" } },
      { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
      { type: "blob", modality: "image", mime_type: "image/png", content: "AAAA" },
      { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,AAAA" } },
      { type: "uri", modality: "audio", uri: "gs://bucket/a.mp3" },
      { unknown: "thing" },
    ];
    expect(toInput([{ role: "user", content: parts }])).toEqual([
      {
        role: "user",
        parts: [
          { type: "reasoning", content: "Hm." },
          { type: "image", url: "https://example.com/a.png" },
          { type: "image", mimeType: "image/png", url: "data:image/png;base64,AAAA" },
          { type: "image", mimeType: "image/png", url: "data:image/png;base64,AAAA" },
          { type: "file", name: "a.pdf", mimeType: "application/pdf", url: "data:application/pdf;base64,AAAA" },
          { type: "file", url: "gs://bucket/a.mp3" },
          { type: "other", value: { unknown: "thing" } },
        ],
      },
    ]);
  });

  test("begin with what a request tells the model apart from them", () => {
    for (const system of [
      "Be brief.",
      [{ type: "text", text: "Be brief." }],
      '[{"type":"text","content":"Be brief."}]',
    ]) {
      const request = { system, messages: [{ role: "user", content: "Hi" }] };
      expect(toInput(request)).toEqual([{ role: "system", parts: [text("Be brief.")] }, user("Hi")]);
    }
  });

  test("of an answer that is an object alone have the object", () => {
    expect(toOutput({ object: '{"city":"Paris"}' })).toEqual([
      { role: "assistant", parts: [{ type: "other", value: { city: "Paris" } }] },
    ]);
  });

  test("are made of the question among the arguments of an agent, with the others beside it", () => {
    expect(toInput({ q: "Why is it so?", stream: false, limit: 3 })).toEqual([
      { role: "user", parts: [text("Why is it so?"), { type: "other", value: { limit: 3 } }] },
    ]);
    expect(toInput({ task: "Book", max_steps: null })).toEqual([user("Book")]);
    expect(toInput({ args: ["Book"] })).toEqual([user("Book")]);
    expect(toInput({ city: "Paris", unit: "C" })).toEqual({ city: "Paris", unit: "C" });
  });

  test("stay text when the text only looks like JSON", () => {
    for (const words of ["[INFO] started", "{not json}", '"Hi," she said.', "[1, 2", "42"]) {
      expect(toInput(words)).toEqual([user(words)]);
    }
    expect(toInput([{ role: "user", content: '{"city":"Paris"}' }])).toEqual([user('{"city":"Paris"}')]);
  });

  test("of which one has lost what it said are not whole", () => {
    const flat = [{ message: { role: "system" } }, { message: { role: "user", content: "Hi" } }];
    expect(toContent(flat, "messages", "user")).toMatchObject({ content: [user("Hi")], isWhole: false });
  });
});

function toLangChain(name: string, kwargs: object) {
  return { lc: 1, type: "constructor", id: ["langchain", "schema", "messages", name], kwargs };
}

function toOpenAiCall() {
  return { id: "c1", type: "function", function: { name: "get_weather", arguments: '{"city":"Paris"}' } };
}
