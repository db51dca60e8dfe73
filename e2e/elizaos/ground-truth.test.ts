import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ATTR_GEN_AI_TOOL_NAME, ATTR_MODEL_TYPE, ATTR_RUN_PHASE } from "@runline/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../collector-adapter/src/database/open-database.ts";
import { openAdapter, type OpenedAdapter } from "../../test-support/open-adapter.ts";
import { AGENT_PROGRAMS, type OpenProgram } from "./agent-programs.ts";
import { findRun, holdConversation, type Findings } from "./conversation.ts";
import { expectTruth, type Compared } from "./expect-truth.ts";
import type { Agent, Line, Reply } from "./start-agent.ts";
import { type WholeSpan } from "../../test-support/read-whole-spans.ts";

/** What is said to the agent one after the other, each in a room of its own. */
const LINES = {
  simple: { says: "Hello.", plan: "REPLY", answer: "Good day.", embeddingWaits: true },
  plan: { says: "Table and ticket, please.", plan: "REPLY,BOOK_TABLE,OPEN_TICKET", answer: "Both." },
  http: { says: "Is it warm in Reykjavik?", plan: "REPLY,GET_WEATHER", answer: "I will look." },
  throws: { says: "Charge my card.", plan: "REPLY,CHARGE_CARD,BOOK_TABLE", answer: "One moment." },
  softFail: { says: "A free drink?", plan: "REPLY,CHECK_QUOTA", answer: "I will look." },
  old: { says: "Do it as ever.", plan: "RETURN_NOTHING,RETURN_FALSE,BOOK_TABLE" },
  unknown: { says: "Juggle, then a table.", plan: "REPLY,JUGGLE_FISH,BOOK_TABLE", answer: "I will try." },
  throwingReceiver: { says: "Tell me.", plan: "TELL,BOOK_TABLE", callbackError: "the line is dead" },
  nested: { says: "A trip to Lisbon.", plan: "REPLY,PLAN_TRIP", answer: "Gladly." },
  multiStep: { says: "Step by step.", plan: "REPLY", steps: ["BOOK_TABLE", "OPEN_TICKET"], answer: "All done." },
  modelError: { says: "And the stars?", plan: "REPLY", modelError: "the model answered 429" },
  garbled: { says: "Mumble.", plan: "REPLY", garbled: 2, answer: "Clearly." },
  quiet: { says: "Ask quietly.", plan: "REPLY,ASK_QUIET_MODEL", answer: "Hush." },
  survives: { says: "The impossible, please.", plan: "REPLY,SURVIVE_MODEL", answer: "I will try that." },
  streamed: { says: "A story!", plan: "REPLY", streamed: true, answer: "Once upon a time. ".repeat(9) },
  streamedPlan: { says: "A story in the sun!", plan: "REPLY,GET_WEATHER", streamed: true, answer: "There was a sun." },
  facts: { says: "What do you know about me?", plan: "REPLY", providers: "FACTS", answer: "Enough." },
  tide: { says: "How is the sea?", plan: "REPLY", providers: "TIDE", answer: "Wet." },
  brokenProvider: { says: "What time is it?", plan: "REPLY", providers: "BROKEN_CLOCK", answer: "Late." },
  retriedEmbedding: { says: "Remember me.", plan: "REPLY", embeddingFailures: 2 },
  failedEmbedding: { says: "Never mind me.", plan: "REPLY", embeddingFailures: 4 },
  judged: { says: "Judge yourself.", plan: "REPLY", answer: "Not bad." },
  withoutId: { says: "Who am I?", plan: "REPLY", answer: "Nobody.", withoutId: true },
  timeout: { says: "Be quick.", plan: "WAIT_AT_GATE", timeoutMs: 500 },
} satisfies Record<string, Line>;
type Name = keyof typeof LINES;
const NAMES: Name[] = Object.keys(LINES).filter((name): name is Name => name in LINES);

describe.each(AGENT_PROGRAMS)("what Runline reports is what happened, on $title", (program) => {
  let adapter: OpenedAdapter;
  let opened: OpenProgram;
  let findings: Findings;
  const replies = new Map<Name, Reply>();

  describe.skipIf(program.missing !== undefined)("of a run", () => {
    beforeAll(async () => {
      [adapter, opened] = await Promise.all([openAdapter(), program.open()]);
      findings = await holdConversation(adapter, { ...opened.options, httpSpans: "plugin" }, async (agent) => {
        for (const name of NAMES) {
          replies.set(name, await agent.say(`room for ${name}`, LINES[name]));
          await goOnAfter(name, agent);
        }
        await agent.callModel();
      });
    });

    afterAll(async () => {
      await adapter.stop();
      await opened.close();
    });

    function compare(name: Name): Promise<Compared> {
      return expectTruth(findings, LINES[name].says);
    }

    it("with a simple reply: one model call, no action", async () => {
      const { truth, spans } = await compare("simple");
      expect(truth.counts).toMatchObject({ actions: 0, modelCalls: 2, evaluators: 1, errors: 0 });
      const [call] = spans.filter(({ attributes }) => attributes[ATTR_MODEL_TYPE] === "TEXT_LARGE");
      expect(call).toMatchObject({ name: "chat phrasebook", label: "phrasebook", state: "ok" });
      expect(truth.steps).toContain("model_call TEXT_LARGE by local-model: ok");
    });

    it("with several actions: each of them in its place of the plan, with its own model calls", async () => {
      const { truth } = await compare("plan");
      expect(truth.steps).toContain("plan 3 > action REPLY 1/3 > model_call TEXT_LARGE by local-model: ok");
      expect(truth.steps).toContain("plan 3 > action BOOK_TABLE 2/3: ok");
      expect(truth.steps).toContain("plan 3 > action OPEN_TICKET 3/3 > model_call OBJECT_SMALL by local-model: ok");
    });

    it("with an action that makes an HTTP call: the call stands under the action", async () => {
      const { spans, run } = await compare("http");
      const weather = spans.find(({ label }) => label === "GET_WEATHER");
      const calls = spans.filter(({ kind }) => kind === "infrastructure");
      expect(calls).toHaveLength(1);
      expect(calls[0]).toMatchObject({ parentSpanId: weather?.spanId, runId: run.runId });
    });

    it("with an action that throws: it is an error with its message, although elizaOS says completed", async () => {
      const { truth, run } = await compare("throws");
      const error = "CHARGE_CARD failed: the payment provider answered 503";
      expect(run.reports).toEqual([{ status: "completed", error }]);
      expect(truth).toMatchObject({ status: "error", error, counts: { actions: 2, errors: 1 } });
      expect(truth.steps).toContain(`plan 3 > action CHARGE_CARD 2/3: error (${error})`);
    });

    it("with an action that reports failure: it counts as an error and the run is completed", async () => {
      const { truth } = await compare("softFail");
      expect(truth).toMatchObject({ status: "completed", counts: { actions: 2, errors: 1 } });
      expect(truth.steps).toContain(
        "plan 2 > action CHECK_QUOTA 2/2: error (monthly quota exceeded: 3 of 3 vouchers used)",
      );
    });

    it("with actions of the old form, which return nothing or a boolean: they are not failures", async () => {
      const { truth } = await compare("old");
      expect(truth.counts).toMatchObject({ actions: 3, errors: 0 });
      expect(truth.steps).toContain("plan 3 > action RETURN_NOTHING 1/3: ok");
      expect(truth.steps).toContain("plan 3 > action RETURN_FALSE 2/3: ok");
    });

    it("with an action that nobody knows: the plan names it, and what follows it keeps its place", async () => {
      const { truth, spans } = await compare("unknown");
      expect(truth.steps).toContain("plan 3 > action BOOK_TABLE 3/3: ok");
      const plan = spans.find(({ kind }) => kind === "plan");
      expect(plan?.events).toMatchObject([
        { name: "action_not_found", attributes: { [ATTR_GEN_AI_TOOL_NAME]: "JUGGLE_FISH" } },
      ]);
    });

    it("whose receiver throws: the action is completed and the run is an error", async () => {
      const { truth } = await compare("throwingReceiver");
      expect(truth).toMatchObject({ status: "error", error: "the line is dead", counts: { actions: 1, errors: 1 } });
      expect(truth.steps).toContain("plan 2 > action TELL 1/2: ok");
      expect(truth.steps).toContain("plan 2: error (the line is dead)");
    });

    it("with plans inside of plans: each stands under the action that started it, which keeps its own calls", async () => {
      const { truth } = await compare("nested");
      const trip = "plan 2 > action PLAN_TRIP 2/2";
      const day = `${trip} > plan 2 > action PLAN_DAY 1/2`;
      expect(truth.steps).toContain(
        `${day} > plan 2 > action GET_WEATHER 1/2 > model_call TEXT_SMALL by local-model: ok`,
      );
      expect(truth.steps).toContain(`${day} > model_call TEXT_SMALL by local-model: ok`);
      expect(truth.steps).toContain(
        `${trip} > plan 2 > action OPEN_TICKET 2/2 > model_call OBJECT_SMALL by local-model: ok`,
      );
      expect(truth.steps).toContain(`${trip} > model_call TEXT_SMALL by local-model: ok`);
    });

    it("in several steps: each is a plan of its own between the decisions", async () => {
      const { truth } = await compare("multiStep");
      expect(truth.steps).toContain("plan 1 > action BOOK_TABLE: ok");
      expect(truth.steps).toContain("plan 1 > action OPEN_TICKET > model_call OBJECT_SMALL by local-model: ok");
      expect(truth.steps.filter((step) => step === "model_call TEXT_LARGE by local-model: ok")).toHaveLength(4);
    });

    it("with a model call that fails: it is an error with the model's message", async () => {
      const { truth } = await compare("modelError");
      expect(truth).toMatchObject({ status: "error", error: "the model answered 429", counts: { errors: 1 } });
      expect(truth.steps).toContain("model_call TEXT_LARGE by local-model: error (the model answered 429)");
    });

    it("with a model call that fails and an action that makes do: a failed step of a completed run", async () => {
      const { truth } = await compare("survives");
      expect(truth).toMatchObject({ status: "completed", counts: { errors: 1 } });
      const call = "plan 2 > action SURVIVE_MODEL 2/2 > model_call TEXT_REASONING_LARGE by quiet-model";
      expect(truth.steps).toContain(`${call}: error (the quiet model answered 400)`);
    });

    it("with answers that cannot be parsed: the repetitions are attempts", async () => {
      const { truth, detail } = await compare("garbled");
      const attempts = detail.events.flatMap((event) =>
        event.type === "MODEL_USED" && event.data.modelType === "TEXT_LARGE" ? [event.data.attempt] : [],
      );
      expect(attempts).toEqual([undefined, 2, 3]);
      expect(truth.steps).toContain("model_call TEXT_LARGE (attempt 3) by local-model: ok");
    });

    it("with a provider that tells nothing of its calls: name, model and end are known, and tokens where they stream", async () => {
      const { detail, spans } = await compare("quiet");
      const calls = spans.filter(({ attributes }) => String(attributes[ATTR_MODEL_TYPE]).startsWith("TEXT_REASONING"));
      expect(calls.map(({ label }) => label).sort()).toEqual(["quiet-1-pro", "quiet-1-stream"]);
      const used = detail.events.flatMap((event) => (event.type === "MODEL_USED" ? [event.data] : []));
      const quiet = used.filter(({ provider }) => provider === "quiet-model");
      expect(quiet).toMatchObject([
        { model: "quiet-1-pro" },
        { model: "quiet-1-stream", inputTokens: 321, outputTokens: 45 },
      ]);
      expect(quiet[0]).not.toHaveProperty("inputTokens");
      expectFirstChunk(calls.find(({ label }) => label === "quiet-1-stream"));
    });

    it("with a streamed reply: the model call is marked as streamed and has its first chunk, its end and its tokens", async () => {
      const { spans } = await compare("streamed");
      expect(replies.get("streamed")?.chunks).toBeGreaterThan(1);
      const calls = spans.filter(({ attributes }) => attributes[ATTR_MODEL_TYPE] === "TEXT_LARGE");
      expect(calls).toHaveLength(1);
      expect(calls[0]?.attributes).toMatchObject({
        "gen_ai.usage.input_tokens": expect.any(Number),
        "gen_ai.usage.output_tokens": expect.any(Number),
      });
      expectFirstChunk(calls[0]);
    });

    it("that streams through a plan: every call in it has its end", async () => {
      const { truth, spans } = await compare("streamedPlan");
      expect(truth.counts.actions).toBe(2);
      expectFirstChunk(spans.find(({ attributes }) => attributes[ATTR_MODEL_TYPE] === "TEXT_SMALL"));
    });

    it("with providers: composing its state is a step, they are inside of it, and so is what they call", async () => {
      const { truth } = await compare("tide");
      expect(truth.steps).toContain("composed_state > context_provider RECENT_MESSAGES: ok");
      expect(truth.steps).toContain(
        "composed_state > context_provider TIDE > model_call TEXT_SMALL by local-model: ok",
      );
      expect(truth.steps).toContain("plan 1 > composed_state > context_provider ACTION_STATE: ok");
      const facts = await compare("facts");
      expect(facts.truth.steps).toContain("composed_state > context_provider FACTS > embedding: ok");
      expect(facts.truth.steps).toContain("plan 1 > action REPLY > model_call TEXT_LARGE by local-model: ok");
    });

    it("with a provider that throws: it and the composed state are errors with its message", async () => {
      const { truth } = await compare("brokenProvider");
      const error = "BROKEN_CLOCK: no hands";
      expect(truth).toMatchObject({ status: "error", error, counts: { actions: 0 } });
      expect(truth.steps).toContain(`composed_state > context_provider BROKEN_CLOCK: error (${error})`);
      expect(truth.steps).toContain(`composed_state: error (${error})`);
    });

    it("whose embedding is written after its end: it belongs to the run all the same", async () => {
      const { run, spans } = await compare("simple");
      const [embedding] = spans.filter(({ kind }) => kind === "embedding");
      expect(embedding?.endedAt).toBeGreaterThan(run.ended[1] ?? Infinity);
      expect(embedding).toMatchObject({ label: "phrasebook-embed", state: "ok" });
    });

    it("whose embedding fails and is tried again: one embedding, with its retries", async () => {
      const { truth, spans } = await compare("retriedEmbedding");
      expect(truth.counts.errors).toBe(0);
      const [embedding] = spans.filter(({ kind }) => kind === "embedding");
      expect(embedding).toMatchObject({ state: "ok", events: [{ name: "retry" }, { name: "retry" }] });
    });

    it("whose embedding fails for good: a failed step that lasted as long as its attempts", async () => {
      const { truth, spans, detail } = await compare("failedEmbedding");
      expect(truth).toMatchObject({ status: "completed", counts: { errors: 1 } });
      const [embedding] = spans.filter(({ kind }) => kind === "embedding");
      const retries = embedding?.events.filter(({ name }) => name === "retry") ?? [];
      expect(retries).toHaveLength(3);
      expect(embedding?.endedAt).toBeGreaterThanOrEqual(retries[2]?.timestamp ?? Infinity);
      const [event] = detail.events.filter(({ type }) => type === "EMBEDDING_EVENT");
      expect(event?.data).toMatchObject({ status: "failed", durationMs: embedding?.durationMs });
    });

    it("with an evaluator that throws: the run is an error, and its sibling goes on after the end, still in the run", async () => {
      const { run, truth } = await compare("judged");
      expect(truth).toMatchObject({
        status: "error",
        error: "HARSH_JUDGE: this will not do",
        counts: { evaluators: 3 },
      });
      expect(truth.steps).toContain("evaluator GUEST_MOOD > model_call TEXT_SMALL by local-model: ok");
      expect(truth.steps).toContain("evaluator SLOW_JUDGE > model_call TEXT_SMALL by local-model: ok");
      const slow = run.steps.find(({ name }) => name === "SLOW_JUDGE");
      expect(slow?.ended[0]).toBeGreaterThan(run.ended[1] ?? Infinity);
    });

    it("of a message without an id: it has the one that elizaOS gave it", async () => {
      const { run } = await compare("withoutId");
      expect(run.messageId).toMatch(/^[\da-f-]{36}$/);
    });

    it("that takes too long: it has timed out, once, and what goes on afterwards still belongs to it", async () => {
      const { truth, run, spans } = await compare("timeout");
      expect(run.reports.map(({ status }) => status)).toEqual(["timeout", "completed"]);
      expect(truth).toMatchObject({
        status: "timeout",
        error: "Run exceeded timeout",
        counts: { actions: 1, errors: 1 },
      });
      const late = spans.find(({ label }) => label === "WAIT_AT_GATE");
      expect(late?.endedAt).toBeGreaterThan(run.ended[1] ?? Infinity);
      expect(truth.steps).toContain("plan 1 > action WAIT_AT_GATE > model_call TEXT_SMALL by local-model: ok");
    });

    it("and of no other: the list has each run once and nothing else, and no span was refused or dropped", () => {
      expect(findings.output).not.toMatch(/refuses spans|are dropped|lost: [1-9]/);
      expect(findings.runs).toHaveLength(NAMES.length);
      expect(findings.reported.map(({ runId }) => runId).sort()).toEqual(
        findings.runs.map(({ runId }) => runId).sort(),
      );
    });

    it("unless it is elizaOS's own API client 1.7.2 that asks, which gets the same, unchanged", async () => {
      const { client, agentId } = findings;
      const { runId } = findRun(findings, LINES.throws.says);
      const caller = fileURLToPath(new URL("call-api-client.mjs", import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, [caller, adapter.url, agentId, runId]);
      const answer: unknown = JSON.parse(stdout);
      expect(answer).toEqual({
        list: await client.listRuns(agentId, { limit: 5, status: "error" }),
        run: await client.getRun(agentId, runId),
      });
      expect(answer).toMatchObject({ list: { total: 5, hasMore: false }, run: { summary: { status: "error" } } });
    });

    it("but not of model calls outside of any run: they are kept as what they are, under no run", async () => {
      expect(findings.outside).toEqual(["TEXT_SMALL"]);
      const database = await openDatabase(adapter.stored.options);
      const rows = await database.query<{ type: string; phase: string; is_run: boolean }>({
        text: `select type, body #>> '{span,attributes,${ATTR_RUN_PHASE}}' as phase, run_id in (select run_id from runs where parent_run_id is null and agent_id = logs.agent_id) as is_run
          from logs where body #>> '{span,attributes,${ATTR_RUN_PHASE}}' is not null order by created_at`,
      });
      await database.close();
      expect(rows).toEqual([
        { type: "embedding_event", phase: "system_init", is_run: false },
        { type: "useModel:TEXT_SMALL", phase: "background", is_run: false },
      ]);
    });
  });
});

/** What a line leaves to be done when its run has settled. */
async function goOnAfter(name: Name, agent: Agent): Promise<void> {
  if (name === "simple") {
    await agent.waitAtGate(1, "embedding");
    await agent.openGate("embedding");
  }
  if (name === "judged") {
    await agent.waitAtGate(1, "evaluator");
    await agent.openGate("evaluator");
  }
  if (name === "timeout") {
    // The run may be over before its action has begun: on a busy machine that takes longer than half a second.
    await agent.waitAtGate(1);
    await agent.openGate();
  }
}

/** The first chunk came after the start and before the end of the call. */
function expectFirstChunk(call: WholeSpan | undefined): void {
  expect(call?.attributes["gen_ai.request.stream"]).toBe(true);
  const firstChunkMs = Number(call?.attributes["gen_ai.response.time_to_first_chunk"]) * 1_000;
  expect(firstChunkMs).toBeGreaterThan(0);
  expect(firstChunkMs).toBeLessThan(call?.durationMs ?? 0);
}
