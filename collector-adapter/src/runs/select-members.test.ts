import { describe, expect, test } from "vitest";
import { createAgentFacts, createFacts } from "../../test/support/create-facts.ts";
import { foldSpans } from "../fold/fold-spans.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { selectMembers, selectTrace } from "./select-members.ts";

const RUN_ID = "11111111-1111-4111-8111-111111111111";
const OTHER_RUN_ID = "22222222-2222-4222-8222-222222222222";
const AGENT_ID = "33333333-3333-4333-8333-333333333333";
const THIEF_ID = "44444444-4444-4444-8444-444444444444";

/** Members of the run whose agent has this name, as `id`, `id (caller)` or `id (of NAME)`. */
function select(spans: StoredFacts[], name: string): string[] {
  const result = foldSpans(spans);
  const run = result.runs.find((each) => each.name === name);
  if (!run) throw new Error(`No run is called ${name}, but ${result.runs.map((each) => each.name).join(", ")}.`);
  return selectMembers(spans, result, run).map(({ span, isCaller, otherAgent }) => {
    const marks = [...(isCaller ? ["caller"] : []), ...(otherAgent ? [`of ${otherAgent.name}`] : [])];
    return marks.length === 0 ? span.spanId : `${span.spanId} (${marks.join(", ")})`;
  });
}

const named = (runId: string, facts: Partial<StoredFacts> = {}): Partial<StoredFacts> => ({
  convention: "runline",
  agentId: AGENT_ID,
  runId,
  ...facts,
});

describe("selectMembers", () => {
  test("keeps what is below the run and who called it, and nothing beside it", () => {
    const spans = [
      createFacts("gateway"),
      createFacts("auth", "gateway"),
      createFacts("queue", "gateway"),
      createAgentFacts("run", "queue", named(RUN_ID)),
      createFacts("action", "run", named(RUN_ID, { kind: "action" })),
      createFacts("http", "action"),
      createFacts("sql", "http"),
      createAgentFacts("other run", "queue", named(OTHER_RUN_ID)),
      createFacts("other http", "other run"),
    ];
    expect(select(spans, "run")).toEqual(["gateway (caller)", "queue (caller)", "run", "action", "http", "sql"]);
  });

  test("has the run of another agent below the step that called it, with all below that", () => {
    const spans = [
      createAgentFacts("Guide"),
      createFacts("POST", "Guide", { serviceName: "Guide" }),
      createFacts("POST /a2a", "POST", { serviceName: "Researcher", remote: "call" }),
      createAgentFacts("Researcher", "POST /a2a"),
      createFacts("chat", "Researcher", { kind: "model_call", convention: "gen_ai", serviceName: "Researcher" }),
      createFacts("SELECT", "chat", { serviceName: "database" }),
    ];
    const others = select(spans, "Guide").filter((name) => name.includes("of Researcher"));
    expect(select(spans, "Guide").map((name) => name.split(" (")[0])).toEqual(spans.map(({ spanId }) => spanId));
    expect(others).toEqual(
      expect.arrayContaining(["Researcher (of Researcher)", "chat (of Researcher)", "SELECT (of Researcher)"]),
    );
    expect(others).not.toContain("POST (of Researcher)");
    const asked = select(spans, "Researcher");
    expect(asked.slice(0, 2)).toEqual(["Guide (caller, of Guide)", "POST (caller, of Guide)"]);
    expect(asked.slice(-3)).toEqual(["Researcher", "chat", "SELECT"]);
  });

  test("shows an agent that only claims the id of a run nothing of that run", () => {
    const spans = [
      createAgentFacts("run", undefined, named(RUN_ID)),
      createFacts("action", "run", named(RUN_ID, { kind: "action" })),
      createFacts("SELECT", "action"),
      createFacts("claim", undefined, {
        ...named(RUN_ID, { agentId: THIEF_ID, agentName: "thief", kind: "model_call" }),
        traceId: "f".repeat(32),
      }),
    ];
    expect(select(spans, "thief")).toEqual(["claim"]);
    expect(select(spans, "run")).toEqual(["run", "action", "SELECT"]);
  });

  test("has all spans of a trace with one run, however their clocks are off", () => {
    const spans = [
      createFacts("POST /chat"),
      createAgentFacts("Guide", "POST /chat"),
      createFacts("job", "gone", { startedAt: -3_600_000, endedAt: -3_599_000 }),
    ];
    expect(select(spans, "Guide").map((name) => name.split(" (")[0])).toEqual(["POST /chat", "Guide", "job"]);
  });

  test("follows a chain of 20,000 spans, the last one first", () => {
    const run = createAgentFacts("0");
    const chain = Array.from({ length: 20_000 }, (_, index) => createFacts(String(index + 1), String(index)));
    expect(select([...chain.toReversed(), run], "0")).toHaveLength(20_001);
  });

  test("ends where the callers of a run are each other's parents", () => {
    const spans = [createFacts("a", "b"), createFacts("b", "a"), createAgentFacts("run", "a", named(RUN_ID))];
    expect(select(spans, "run").toSorted()).toEqual(["a (caller)", "b (caller)", "run"]);
  });
});

describe("selectTrace", () => {
  test("has all spans of the trace, and says whose run each is of", () => {
    const spans = [
      createFacts("POST /chat"),
      createFacts("auth", "POST /chat"),
      createAgentFacts("Guide", "POST /chat"),
      createFacts("elsewhere", undefined, { traceId: "f".repeat(32) }),
    ];
    const members = selectTrace(spans, foldSpans(spans), "0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10");
    expect(members.map(({ span, otherAgent }) => [span.spanId, otherAgent?.name])).toEqual([
      ["POST /chat", "Guide"],
      ["auth", "Guide"],
      ["Guide", "Guide"],
    ]);
  });
});
