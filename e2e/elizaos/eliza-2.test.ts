import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createRunsClient } from "@runline/contract/client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import { cleanEnvironment, type Adapter } from "../../test-support/start-adapter.ts";
import { AGENT_PROGRAM_2, type OpenProgram } from "./agent-programs.ts";
import { findRun, holdConversation, type Findings } from "./conversation.ts";
import { expectTruth, type Compared } from "./expect-truth.ts";
import type { Agent, Line } from "./start-agent.ts";

/** What is said to an agent of elizaOS 2.0, one after the other, each in a room of its own. */
const LINES = {
  simple: { says: "Hello.", plan: "REPLY", answer: "Good day." },
  plan: { says: "Table and ticket, please.", plan: "REPLY,BOOK_TABLE,OPEN_TICKET", answer: "Both." },
  throws: { says: "Charge my card.", plan: "REPLY,CHARGE_CARD,BOOK_TABLE", answer: "One moment." },
  softFail: { says: "A free drink?", plan: "REPLY,CHECK_QUOTA", answer: "I will look." },
  old: { says: "Do it as ever.", plan: "RETURN_NOTHING,RETURN_FALSE,BOOK_TABLE" },
  throwingReceiver: { says: "Tell me.", plan: "TELL,BOOK_TABLE", callbackError: "the line is dead" },
  nested: { says: "A trip to Lisbon.", plan: "REPLY,PLAN_TRIP", answer: "Gladly." },
  modelError: { says: "And the stars?", plan: "REPLY", modelError: "the model answered 429" },
  quiet: { says: "Ask quietly.", plan: "REPLY,ASK_QUIET_MODEL", answer: "Hush." },
  survives: { says: "The impossible, please.", plan: "REPLY,SURVIVE_MODEL", answer: "I will try that." },
  streamed: { says: "A story!", plan: "REPLY", streamed: true, answer: "Once upon a time. ".repeat(9) },
  tide: { says: "How is the sea?", plan: "REPLY", providers: "TIDE", answer: "Wet." },
  brokenProvider: { says: "What time is it?", plan: "REPLY", providers: "BROKEN_CLOCK", answer: "Late." },
  retriedEmbedding: { says: "Remember me.", plan: "REPLY", embeddingFailures: 1 },
  failedEmbedding: { says: "Never mind me.", plan: "REPLY", embeddingFailures: 4 },
  judged: { says: "Judge yourself.", plan: "REPLY", answer: "Not bad." },
  withoutId: { says: "Who am I?", plan: "REPLY", answer: "Nobody.", withoutId: true },
  group: { says: "Anybody there?", plan: "REPLY", group: true, answer: "I am." },
  muted: { says: "Do not answer.", plan: "REPLY", muted: true },
  timeout: { says: "Be quick.", plan: "REPLY,WAIT_AT_GATE", timeoutMs: 500 },
} satisfies Record<string, Line>;
type Name = keyof typeof LINES;
const NAMES: Name[] = Object.keys(LINES).filter((name): name is Name => name in LINES);

/** 10 s when nothing else goes on. */
const MAX_TALK_MS = 400_000;

/** How many runs overlap; 64 were tried by hand. */
const SIZES = [1, 16];
/** Each begins with REPLY: after another plan elizaOS 2.0 asks the model for the next one. */
const PLANS = ["REPLY,WAIT_AT_GATE", "REPLY,WAIT_AT_GATE,PLAN_DAY", "REPLY,WAIT_AT_GATE,ASK_QUIET_MODEL"];

function listOverlapping(size: number): Line[] {
  return Array.from({ length: size }, (_, i) => ({
    says: `Number ${i} of ${size}, please.`,
    plan: PLANS[i % PLANS.length] ?? "",
    answer: `Welcome, number ${i}.`,
  }));
}

async function sayAll(agent: Agent, lines: Line[]): Promise<void> {
  const said = lines.map((line) => agent.say(line.says, line));
  await agent.waitAtGate(lines.length);
  await agent.openGate();
  await Promise.all(said);
}

/**
 * An agent whose data is in memory makes thousands of spans in a second or two, and waits at most 5 s for their delivery when it is
 * stopped, which a busy machine takes longer for.
 */
async function waitUntilDelivered(adapter: Adapter, agent: Agent): Promise<void> {
  const { runs } = await agent.truth();
  const client = createRunsClient({ baseUrl: adapter.url });
  await vi.waitFor(
    async () => {
      const all = await client.listRuns(agent.agentId, { limit: 1 });
      const open = await client.listRuns(agent.agentId, { limit: 1, status: "started" });
      expect(all.total - open.total).toBe(runs.length);
    },
    { timeout: 120_000, interval: 500 },
  );
}

describe.skipIf(AGENT_PROGRAM_2.missing !== undefined)(`what Runline reports on ${AGENT_PROGRAM_2.title}`, () => {
  let adapter: Adapter;
  let opened: OpenProgram;
  let findings: Findings;

  beforeAll(async () => {
    [adapter, opened] = await Promise.all([openAdapter(), AGENT_PROGRAM_2.open()]);
    findings = await holdConversation(adapter, opened.options, async (agent) => {
      for (const name of NAMES) {
        await agent.say(`room for ${name}`, LINES[name]);
        if (name === "timeout") {
          await agent.waitAtGate(1);
          await agent.openGate();
        }
      }
      await agent.callModel();
      for (const size of SIZES) await sayAll(agent, listOverlapping(size));
      await waitUntilDelivered(adapter, agent);
    });
  }, MAX_TALK_MS);

  afterAll(async () => {
    await adapter.stop();
    await opened.close();
  });

  const compare = (name: Name): Promise<Compared> => expectTruth(findings, LINES[name].says);

  it.each(NAMES)("is what happened: %s", async (name) => {
    expect(await compare(name)).toMatchObject({ run: { says: LINES[name].says } });
  });

  it("has the end of a run that fails, of which elizaOS 2.0 reports none", async () => {
    const { run, truth } = await compare("throws");
    const error = "CHARGE_CARD failed: the payment provider answered 503";
    expect(run.reports).toEqual([]);
    expect(truth).toMatchObject({ status: "error", error, counts: { actions: 2, errors: 1 } });
    expect(truth.steps).toContain(`plan 3 > action CHARGE_CARD 2/3: error (${error})`);
  });

  it("has each plan of a run that goes on after its actions", async () => {
    const { truth } = await compare("old");
    expect(truth.steps.filter((step) => step === "plan 3: ok").length).toBeGreaterThan(1);
  });

  it("has the calls of a model that does not answer, and of the one that stands in for the slot that was asked for", async () => {
    const failed = await compare("modelError");
    expect(failed.truth.steps).toContain(
      "model_call ACTION_PLANNER (attempt 2) by local-model: error (the model answered 429)",
    );
    const { spans } = await compare("group");
    expect(spans.find(({ kind }) => kind === "model_call")?.name).toBe("chat phrasebook-mini");
  });

  it("has name, tokens and first chunk of a streamed answer", async () => {
    const { spans } = await compare("streamed");
    const planner = spans.find(({ label }) => label === "phrasebook-planner");
    expect(planner?.attributes).toMatchObject({
      "gen_ai.request.stream": true,
      "gen_ai.response.time_to_first_chunk": expect.any(Number),
      "gen_ai.usage.input_tokens": expect.any(Number),
      "gen_ai.usage.output_tokens": expect.any(Number),
    });
  });

  it("has all attempts at an embedding as one, which fails when the queue gives up", async () => {
    const { spans } = await compare("failedEmbedding");
    const [embedding] = spans.filter(({ kind }) => kind === "embedding");
    const retries = embedding?.events.filter(({ name }) => name === "retry") ?? [];
    expect(embedding).toMatchObject({ state: "error", error: "the embedding model is overloaded" });
    expect(retries).toHaveLength(3);
    expect(embedding?.endedAt).toBeGreaterThanOrEqual(retries[2]?.timestamp ?? Infinity);
  });

  it.each(SIZES)("is each one's own when %i overlap", async (size) => {
    const lines = listOverlapping(size);
    const runs = lines.map(({ says }) => findRun(findings, says));
    const firstEnd = Math.min(...runs.map(({ ended }) => ended[1] ?? -Infinity));
    expect(runs.filter(({ began }) => (began[1] ?? Infinity) > firstEnd)).toEqual([]);
    for (const { says } of lines) {
      const { truth } = await expectTruth(findings, says);
      expect(truth).toMatchObject({ status: "completed", counts: { errors: 0 } });
      expect(truth.steps.filter((step) => step.startsWith("evaluator GUEST_MOOD"))).toHaveLength(2);
      expect(truth.steps.filter((step) => step.startsWith("embedding of"))).toHaveLength(1);
    }
  });

  it("has each run once and nothing else, and no span was refused or dropped", () => {
    expect(findings.output).not.toMatch(/refuses spans|are dropped|lost: [1-9]/);
    expect(findings.reported.map(({ runId }) => runId).sort()).toEqual(findings.runs.map(({ runId }) => runId).sort());
    expect(findings.runs).toHaveLength(NAMES.length + SIZES.reduce((sum, size) => sum + size, 0));
    expect(findings.outside).toEqual(["TEXT_SMALL"]);
  });

  it("is announced where models cannot be observed: once, with the version of elizaOS", async () => {
    const { node = "", pluginUrl = "" } = opened.options.published ?? {};
    const agent = fileURLToPath(new URL("../eliza-2/sealed-agent.mjs", import.meta.url));
    const env = { ...cleanEnvironment(), PROBE_PLUGIN: pluginUrl, OTEL_TRACES_EXPORTER: "none", LOG_LEVEL: "fatal" };
    const { stdout } = await promisify(execFile)(node, [agent], { env });
    const [, warnings = ""] = /^@ (.*)$/m.exec(stdout) ?? [];
    expect(JSON.parse(warnings)).toEqual([
      expect.stringContaining("the model calls of Sealed: elizaOS 2.0.0-alpha.537 announces them by MODEL_USED"),
    ]);
  });
});
