import { createRunsClient } from "@runline/contract/client";
import type { RunSpan } from "@runline/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import type { Adapter } from "../../test-support/start-adapter.ts";
import { runAgents } from "./run-agents.ts";

let adapter: Adapter;
let spans: RunSpan[];

beforeAll(async () => {
  adapter = await openAdapter();
  await runAgents<null>("cost-agent.mjs", adapter.url);

  const client = createRunsClient({ baseUrl: adapter.url });
  const { agents } = await client.listAgents();
  const agentId = agents.find(({ name }) => name === "Costs")?.agentId ?? "";
  const { runs } = await client.listRuns(agentId);
  ({ spans } = await client.getRunSpans(agentId, runs[0]?.runId ?? ""));
});

afterAll(async () => {
  await adapter.stop();
});

it.each(["usage of the AI SDK 4", "usage in a stream"])("%s gives a model call its tokens and its cost", (model) => {
  expect(usageOf(model)).toEqual({ inputTokens: 1_000, outputTokens: 10, cost: 0.011 });
});

it("tokens that were read from a cache cost what the table says of them", () => {
  expect(usageOf("usage of the AI SDK 5")).toEqual({
    inputTokens: 1_000,
    cachedInputTokens: 800,
    outputTokens: 10,
    cost: 0.0038,
  });
});

it("a model that tells no usage, or 0, has neither tokens nor cost", () => {
  expect([usageOf("no usage"), usageOf("usage that says 0")]).toEqual([undefined, undefined]);
});

it("a model without a price has tokens and no cost", () => {
  expect(usageOf("no price")).toEqual({ inputTokens: 1_000, outputTokens: 10 });
});

it("a model without a name costs what its slot does, and an embedding what its model does", () => {
  for (const label of ["TEXT_LARGE", "phrasebook-embed"]) {
    const { inputTokens = 0, outputTokens = 0, cost } = usageOf(label) ?? {};
    expect(inputTokens).toBeGreaterThan(0);
    expect(cost).toBeCloseTo((inputTokens * 10 + outputTokens * 100) / 1_000_000, 9);
  }
});

function usageOf(label: string): RunSpan["usage"] {
  const span = spans.find((candidate) => candidate.label === label);
  expect(span).toMatchObject({ state: "ok" });
  return span?.usage;
}
