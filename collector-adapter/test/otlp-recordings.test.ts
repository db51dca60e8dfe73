import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeTraceRequest } from "../src/otlp/decode-request.ts";
import { classifySpan } from "../src/spans/classify-span.ts";

/** Bodies that instrumentations of others sent, with what their programs really did. */
const RECORDINGS = [
  {
    file: "vercel-ai-5.json",
    kinds: { model_call: 1, run: 1 },
    tokens: 98,
    agents: ["weather-agent"],
    tools: [],
    models: ["gpt-4o-mini"],
  },
  {
    file: "langfuse.pb",
    kinds: { model_call: 4, action: 2, run: 2 },
    tokens: 335,
    agents: ["weather-agent"],
    tools: ["get_weather"],
    models: ["gpt-4o-mini-2024-07-18"],
  },
  {
    file: "openinference-agno.pb",
    kinds: { model_call: 1, action: 1 },
    tokens: 69,
    agents: [],
    tools: ["get_weather"],
    models: ["gpt-4o-mini"],
  },
  {
    file: "strands.pb",
    kinds: { model_call: 2, action: 1, infrastructure: 2, run: 1 },
    tokens: 164,
    agents: ["weather-agent"],
    tools: ["get_weather"],
    models: ["gpt-4o-mini"],
  },
];

test.each(RECORDINGS)("$file shows what its agent did", ({ file, kinds, tokens, agents, tools, models }) => {
  const body = readFileSync(new URL(`fixtures/otlp/${file}`, import.meta.url));
  const { spans, rejected, truncated } = decodeTraceRequest(body, file.endsWith(".json") ? "json" : "protobuf");
  const classified = spans.map((span) => classifySpan(span));

  expect({ rejected, truncated }).toEqual({ rejected: 0, truncated: 0 });
  const counted: Record<string, number> = {};
  for (const { kind } of classified) counted[kind] = (counted[kind] ?? 0) + 1;
  expect(counted).toEqual(kinds);
  const sum = classified.reduce(
    (total, { facts }) => total + (facts.tokens?.input ?? 0) + (facts.tokens?.output ?? 0),
    0,
  );
  expect(sum).toBe(tokens);
  expect(toDistinct(classified.map(({ facts }) => facts.agentName))).toEqual(agents);
  expect(toDistinct(classified.map(({ facts }) => facts.toolName))).toEqual(tools);
  expect(toDistinct(classified.map(({ facts }) => facts.model))).toEqual(models);
  for (const { kind, content } of classified) {
    if (kind === "infrastructure") continue;
    expect(content.input).toBeDefined();
    expect(content.output).toBeDefined();
  }
});

function toDistinct(names: (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}
