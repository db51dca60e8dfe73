import { afterAll, beforeAll, expect, it } from "vitest";
import { openSpanSink } from "../../instrumentation/test/support/span-sink.ts";
import type { SpanSink } from "../../instrumentation/test/support/span-sink.ts";
import { runAgents } from "./run-agents.ts";

const AGENTS = ["With content", "Without content"];

let sink: SpanSink;
let secrets: string[];

beforeAll(async () => {
  sink = await openSpanSink();
  secrets = await runAgents("secret-agents.mjs", sink.url);
});

afterAll(async () => {
  await sink.close();
});

it("no byte that leaves the process is part of a secret of the character or of the options", () => {
  expect(secrets).toHaveLength(7);
  // Without quotes and line breaks, which the wire writes in its own way.
  const parts = secrets.flatMap((secret) => secret.split(/["\n]+/)).filter((part) => part.startsWith("sk-"));
  expect(parts).toHaveLength(7);
  const sent = sink.bodies.join("\n");
  const leaks = parts.map((part) => sent.indexOf(part)).filter((index) => index >= 0);
  expect(leaks.map((index) => sent.slice(index - 80, index + 40))).toEqual([]);
});

it.each(AGENTS)(
  "%s: errors of actions, models, evaluators and embeddings are recorded with the secret masked",
  (agent) => {
    const failed = listSpans(agent).filter(({ status }) => status.message?.includes("invalid key [secret]"));
    const kinds = new Set(failed.map(({ name }) => name.split(" ")[0]));
    expect([...kinds].toSorted()).toEqual(["chat", "embeddings", "evaluate", "execute_tool", "invoke_agent", "plan"]);
  },
);

it("content is captured with the secrets masked", () => {
  const told = listSpans("With content").find(({ name, attributes }) => {
    return name.startsWith("invoke_agent") && String(attributes["gen_ai.input.messages"]).includes("Tell me. My key");
  });
  expect(told?.attributes["gen_ai.input.messages"]).toContain("My key is [secret] and [secret]");
  const leaked = listSpans("With content").find(({ name }) => name === "execute_tool LEAK");
  expect(leaked?.attributes["gen_ai.tool.call.result"]).toContain('"data":{"[secret]":[{"key":"[secret] and [secret]');
});

it("without content there is none", () => {
  const names = listSpans("Without content").flatMap(({ attributes }) => Object.keys(attributes));
  expect(names.filter((name) => /messages$|arguments$|result$/.test(name))).toEqual([]);
});

function listSpans(agent: string): SpanSink["spans"] {
  return sink.spans.filter(({ resource, hasEnd }) => hasEnd && resource["service.name"] === agent);
}
