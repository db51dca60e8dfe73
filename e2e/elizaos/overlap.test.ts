import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import type { Adapter } from "../../test-support/start-adapter.ts";
import { AGENT_PROGRAMS, type OpenProgram } from "./agent-programs.ts";
import { findRun, holdConversation, type Findings } from "./conversation.ts";
import { expectTruth } from "./expect-truth.ts";
import type { Agent, Line } from "./start-agent.ts";

/** How many runs overlap, in an agent without what reads all of its rooms again with each run: 64 rooms would take minutes. */
const SIZES = [1, 2, 4, 16, 64];
/**
 * On the second program: what it adds, another AsyncLocalStorage, the plugin as it is published and all that elizaOS's bootstrap plugin
 * does, shows with a few runs and with many. The largest number takes most of the time and is needed once.
 */
const SIZES_AS_PUBLISHED = [2, 8];
/** 174 runs: 40 s when nothing else goes on, 2 min when the machine is busy. */
const MAX_TALK_MS = 400_000;
const PLACES = ["a room each", "one room"] as const;
type Place = (typeof PLACES)[number];

/** What the runs do around waiting for each other; a nested plan in every third of them. */
const PLANS = ["REPLY,WAIT_AT_GATE", "WAIT_AT_GATE,PLAN_DAY", "WAIT_AT_GATE,ASK_QUIET_MODEL"];

/** Messages whose runs are all inside an action when the gate opens. */
function listLines(size: number, place: Place): Line[] {
  return Array.from({ length: size }, (_, i) => ({
    says: `Number ${i} of ${size} in ${place}, please.`,
    plan: PLANS[i % PLANS.length] ?? "",
    answer: `Welcome, number ${i}.`,
  }));
}

async function sayAll(agent: Agent, size: number, place: Place): Promise<void> {
  const said: Promise<unknown>[] = [];
  for (const line of listLines(size, place)) {
    said.push(agent.say(place === "one room" ? `room of ${size}` : line.says, line));
    // elizaOS gives up an answer when a newer message comes into the room, but not any more once its actions have begun.
    if (place === "one room") await agent.waitAtGate(said.length);
  }
  await agent.waitAtGate(size);
  await agent.openGate();
  await Promise.all(said);
}

const PROGRAMS = AGENT_PROGRAMS.map((program, index) => ({
  ...program,
  sizes: index === 0 ? SIZES : SIZES_AS_PUBLISHED,
  bootstrap: index === 0 ? ("lean" as const) : ("full" as const),
}));

describe.each(PROGRAMS)("on $title", ({ sizes, bootstrap, ...program }) => {
  let adapter: Adapter;
  let opened: OpenProgram;
  let findings: Findings;

  describe.skipIf(program.missing !== undefined)("however many runs overlap", () => {
    beforeAll(async () => {
      [adapter, opened] = await Promise.all([openAdapter(), program.open()]);
      findings = await holdConversation(adapter, { ...opened.options, bootstrap }, async (agent) => {
        for (const place of PLACES) for (const size of sizes) await sayAll(agent, size, place);
      });
    }, MAX_TALK_MS);

    afterAll(async () => {
      await adapter.stop();
      await opened.close();
    });

    describe.each(PLACES)("in %s", (place) => {
      it.each(sizes)("each of %i has exactly its own steps, in their places and at their times", async (size) => {
        const lines = listLines(size, place);
        const runs = lines.map(({ says }) => findRun(findings, says));
        const firstEnd = Math.min(...runs.map(({ ended }) => ended[1] ?? -Infinity));
        expect(runs.filter(({ began }) => (began[1] ?? Infinity) > firstEnd)).toEqual([]);
        expect(new Set(runs.map(({ roomId }) => roomId)).size).toBe(place === "one room" ? 1 : size);

        for (const { says, plan } of lines) {
          const { truth } = await expectTruth(findings, says);
          expect(truth).toMatchObject({ status: "completed", outcome: "completed", counts: { errors: 0 } });
          expect(truth.counts.actions).toBe(plan.includes("PLAN_DAY") ? 4 : 2);
          expect(truth.steps.filter((step) => step.startsWith("evaluator GUEST_MOOD"))).toHaveLength(2);
          expect(truth.steps.filter((step) => step.startsWith("embedding of"))).toHaveLength(1);
        }
      });
    });

    it("the list has each run once and nothing else, and no span was refused or dropped", () => {
      expect(findings.output).not.toMatch(/refuses spans|are dropped|lost: [1-9]/);
      expect(findings.reported.map(({ runId }) => runId).sort()).toEqual(
        findings.runs.map(({ runId }) => runId).sort(),
      );
      expect(findings.runs).toHaveLength(2 * sizes.reduce((sum, size) => sum + size, 0));
    });
  });
});
