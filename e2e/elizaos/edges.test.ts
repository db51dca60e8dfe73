import { createRunsClient } from "@runline/contract/client";
import type { RunSummary } from "@runline/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import type { Adapter } from "../../test-support/start-adapter.ts";
import { runAgents } from "./run-agents.ts";
import { readWholeSpans, type WholeSpan } from "../../test-support/read-whole-spans.ts";

/** OpenTelemetry reads two clocks for a time, one after the other. */
const CLOCK_MS = 100;

interface Told {
  listening: number;
  quiet: number;
  restarted: number;
  letGoAt: number;
  hostedSpans: string[];
  frugalSpans: string[];
  warnings: string[];
}

let adapter: Adapter;
let told: Told;
/** Runs with their spans, by the name of their agent, oldest first. */
const runsOf = new Map<string, { summary: RunSummary; spans: WholeSpan[] }[]>();

beforeAll(async () => {
  adapter = await openAdapter();
  told = await runAgents("edge-agents.mjs", adapter.url);

  const client = createRunsClient({ baseUrl: adapter.url });
  for (const { agentId, name } of (await client.listAgents()).agents) {
    const { runs } = await client.listRuns(agentId, { limit: 100 });
    const withSpans = runs.map(async (summary) => {
      const spans = await readWholeSpans(client, agentId, summary.runId);
      return { summary, spans };
    });
    runsOf.set(name ?? "", (await Promise.all(withSpans)).toReversed());
  }
});

afterAll(async () => {
  await adapter.stop();
});

it("a character that names the plugin as a string has its runs recorded", () => {
  expect(runsOf.get("By name")?.map(({ summary }) => summary.status)).toEqual([
    "completed",
    "completed",
    "completed",
    "completed",
    "error",
  ]);
});

it("a frozen action that reports failure is a failed step with its message", () => {
  expect(findSpan("By name", 0, "FROZEN")).toMatchObject({ state: "error", error: "sold out" });
});

it("an evaluator that reports failure is a failed step with its message", () => {
  expect(findSpan("By name", 1, "UNSURE")).toMatchObject({ state: "error", error: "no opinion" });
});

it("an embedding of the queue is named after its model", () => {
  const names = runsOf
    .get("By name")?.[0]
    ?.spans.filter(({ kind }) => kind === "embedding")
    .map(({ name }) => name);
  expect(new Set(names)).toEqual(new Set(["embeddings phrasebook-embed"]));
});

it("a streamed answer ends although nobody iterates it", () => {
  for (const model of ["getter", "text only", "never"]) {
    expect(findSpan("By name", 2, model)).toMatchObject({ kind: "model_call", state: "ok" });
  }
});

it("a streamed answer that somebody begins to read late lasts until it is read", () => {
  const span = findSpan("By name", 2, "read late");
  expect(span).toMatchObject({ kind: "model_call", state: "ok" });
  expect(span?.attributes).toHaveProperty(["gen_ai.response.time_to_first_chunk"]);
});

it("an action starts with its handler, however long others look at its announcement", () => {
  expect(findSpan("By name", 3, "HELD_UP")?.startedAt).toBeGreaterThanOrEqual(told.letGoAt - CLOCK_MS);
});

it("what hangs when the agent is stopped ends as an error that says so", () => {
  expect(findSpan("By name", 4, "HANG")).toMatchObject({ state: "error", error: "The agent was stopped" });
});

it("an agent whose model calls are announced but cannot be observed is warned of once", () => {
  expect(runsOf.get("Sealed")?.map(({ spans }) => spans.filter(({ kind }) => kind === "model_call"))).toEqual([[], []]);
  const gaps = told.warnings.filter((warning) => warning.includes("does not record"));
  expect(gaps).toEqual([expect.stringMatching(/the model calls of Sealed: elizaOS.* announces them by MODEL_USED/)]);
});

it("one plugin serves two agents, records each once, and goes on when one of them is stopped", () => {
  expect(runsOf.get("First") ?? []).toEqual([]);
  expect(runsOf.get("Second")?.[0]?.spans.filter(({ kind }) => kind === "plan")).toHaveLength(
    runsOf.get("By name")?.[1]?.spans.filter(({ kind }) => kind === "plan").length ?? -1,
  );
  expect(told).toMatchObject({ listening: told.quiet + 1 });
});

it("an agent that is started again listens for signals again", () => {
  expect(told.restarted).toBe(told.listening);
});

it("the host's own tracer provider gets the runs, and Runline none", () => {
  expect(told.hostedSpans).toContain("invoke_agent Hosted");
  expect(runsOf.has("Hosted")).toBe(false);
});

it("the option contextProviderSpans leaves out composed states and their context providers, and nothing else", () => {
  const isOfComposedState = (name: string) => /^(compose_state$|provide )/.test(name);
  expect(told.hostedSpans.some(isOfComposedState)).toBe(true);
  expect(told.frugalSpans.filter(isOfComposedState)).toEqual([]);
  const rest = told.hostedSpans.filter((name) => !isOfComposedState(name) && !name.startsWith("invoke_agent"));
  expect(told.frugalSpans.filter((name) => !name.startsWith("invoke_agent")).sort()).toEqual(rest.sort());
});

function findSpan(agent: string, run: number, label: string): WholeSpan | undefined {
  return runsOf.get(agent)?.[run]?.spans.find((span) => span.label === label);
}
