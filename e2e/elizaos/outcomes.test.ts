import { afterAll, beforeAll, expect, it } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import type { Adapter } from "../../test-support/start-adapter.ts";
import { holdConversation, type Findings } from "./conversation.ts";
import { expectTruth } from "./expect-truth.ts";
import type { Line } from "./start-agent.ts";

/** Messages that elizaOS gives no answer to, each in a room of its own. */
const UNANSWERED = {
  self: { says: "I talk to myself.", plan: "REPLY", sender: "agent" },
  muted: { says: "Are you there?", plan: "REPLY", muted: true },
  off: { says: "Do you know me?", plan: "REPLY", off: true },
  noMessageId: { says: "Who will remember this?", plan: "REPLY", group: true, withoutId: true, nameless: true },
  completed: { says: "Somebody, anybody?", plan: "REPLY", group: true },
} satisfies Record<string, Line>;

/** Messages that a newer one in the same room overtakes while the model thinks about them. */
const OVERTAKEN = {
  superseded: { says: "Never mind this.", plan: "REPLY", answer: "Too late.", modelWaits: true },
  replaced: { says: "Never mind that.", plan: "REPLY", group: true, modelWaits: true },
} satisfies Record<string, Line>;

const NEWER = "And now this, after ";

let adapter: Adapter;
let findings: Findings;

beforeAll(async () => {
  adapter = await openAdapter();
  findings = await holdConversation(adapter, {}, async (agent) => {
    for (const [outcome, line] of Object.entries(UNANSWERED)) await agent.say(`room for ${outcome}`, line);
    for (const [outcome, line] of Object.entries(OVERTAKEN)) {
      const overtaken = agent.say(`room for ${outcome}`, line);
      await agent.waitAtGate(1, "model");
      const newer = {
        says: NEWER + outcome,
        plan: "REPLY",
        answer: "Here I am.",
        ...("group" in line && { group: true }),
      };
      await agent.say(`room for ${outcome}`, newer);
      await agent.openGate("model");
      await overtaken;
    }
  });
});

afterAll(async () => {
  await adapter.stop();
});

it.each(Object.entries({ ...UNANSWERED, ...OVERTAKEN }))(
  "a run that ends as %s is completed and says so, with what it did",
  async (outcome, { says }) => {
    const { truth, detail } = await expectTruth(findings, says);
    expect(truth).toMatchObject({ status: "completed", outcome, counts: { actions: 0, errors: 0 } });
    const ends = detail.events.flatMap((event) => (event.type === "RUN_ENDED" ? [event.data] : []));
    expect(ends).toMatchObject([{ status: "completed", outcome }]);
  },
);

it.each(Object.keys(OVERTAKEN))("the newer message after the %s one has a run like any other", async (outcome) => {
  const { truth } = await expectTruth(findings, NEWER + outcome);
  expect(truth).toMatchObject({ status: "completed", outcome: "completed", counts: { errors: 0 } });
});

it("what elizaOS itself says about the end is nothing of a superseded run, and the outcome of all others", () => {
  const said = Object.fromEntries(
    findings.runs.map(({ says, reports }) => [says, reports.map(({ status }) => status)] as const),
  );
  expect(said).toMatchObject({
    [UNANSWERED.self.says]: ["self"],
    [UNANSWERED.muted.says]: ["muted"],
    [UNANSWERED.off.says]: ["off"],
    [UNANSWERED.noMessageId.says]: ["noMessageId"],
    [OVERTAKEN.replaced.says]: ["replaced"],
    [OVERTAKEN.superseded.says]: [],
  });
});
