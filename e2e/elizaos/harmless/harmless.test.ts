import { createRunsClient } from "@runline/contract/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAdapter } from "../../../test-support/open-adapter.ts";
import type { Adapter } from "../../../test-support/start-adapter.ts";
import { takePort } from "../../../test-support/take-port.ts";
import { startElizaProcess } from "../../support/start-eliza-process.ts";
import { conditions, harms } from "./conditions.mjs";
import { badReceivers } from "./receivers.mjs";
import { seams } from "./sabotage.mjs";

// A real agent goes through every scenario without Runline and then under each condition. All that can be seen of it from
// outside is compared: each event with its payload, each row of logs and memories, each callback, chunk, result, rejection
// and warning. Two processes share the conditions, one for each core of a small machine.
const names = Object.keys(conditions);
const BESIDE = "agents with the plugin have been there before";
const MAX_MS = 600_000; // it takes 60 s on two idle cores, and many times that on a busy machine

/** What compare-agents.mjs tells of one condition. */
interface Told {
  condition: string;
  /** Each with its scenario, the place in its record, what was expected and what was found. */
  differences: string[];
  /** Warnings of Runline itself in that time, also those of a condition before whose spans are still being sent. */
  notices: string[];
  messages: number;
  facts?: { endpoint: string; requests: number; answered: number; slow: string[]; thrown: number };
}

let adapter: Adapter;
let told: Told[];

beforeAll(async () => {
  adapter = await openAdapter();
  const dead = await takePort();
  await dead.free();
  const half = (index: number) => ["nothing", ...names, ...Object.keys(harms)].filter((_, i) => i % 2 === index);
  const compare = (conditionNames: string[]) => compareAgents(conditionNames, `http://127.0.0.1:${dead.port}`);
  told = (await Promise.all([compare(half(0)), compare([...half(1), BESIDE])])).flat();
}, MAX_MS);

afterAll(async () => {
  await adapter.stop();
});

async function compareAgents(conditionNames: string[], deadUrl: string): Promise<Told[]> {
  const agents = await startElizaProcess({
    program: [new URL("compare-agents.mjs", import.meta.url), ...conditionNames],
    env: { ADAPTER_URL: adapter.url, DEAD_URL: deadUrl },
  });
  await agents.waitForLine(/^@ {}$/m, MAX_MS);
  await agents.waitForExit();
  return [...agents.output().matchAll(/^@ (\{"condition".*)$/gm)].map(([, json = ""]): Told => JSON.parse(json)); // our own program
}

function findTold(name: string): Told[] {
  return told.filter(({ condition }) => condition === name);
}

describe("the comparison", () => {
  it("finds no difference between two agents without Runline", () => {
    expect(findTold("nothing").map(({ differences }) => differences)).toEqual([[]]);
  });

  it("finds out what an observer does that throws: the run and its reply fail", () => {
    const found = findTold("a plugin throws when a run starts")[0]?.differences.join("\n");
    expect(found).toMatch(/^a simple reply: \.events\.Hello\..*"RUN_ENDED".* found nothing$/m);
  });

  it("finds out what an observer adds: an event and a row", () => {
    const found = findTold("a plugin calls a model when a run ends")[0]?.differences.join("\n");
    expect(found).toMatch(/^a simple reply: \.events\.Hello\..*expected nothing, found .*"MODEL_USED"/m);
    expect(found).toMatch(/^a simple reply: \.logs\..*expected nothing, found .*useModel:TEXT_SMALL/m);
  });

  it("finds out what an observer changes in passing: a text in rows", () => {
    const found = findTold("a plugin changes what an action says")[0]?.differences.join("\n");
    expect(found).toMatch(/^a plan of three actions: \.(logs|memories)\..* found .*harm/m);
  });
});

describe("an agent with Runline does, writes and says what it would without", () => {
  it.each(names)("when %s", (name) => {
    expect(findTold(name).map(({ differences }) => differences)).toEqual([[]]);
  });

  it("and so does an agent without it beside others that have it", () => {
    expect(findTold(BESIDE).map(({ differences }) => differences)).toEqual([[]]);
  });
});

describe("Runline was at work meanwhile", () => {
  it("where an adapter took the spans, it has a run for every message", async () => {
    const messages = told
      .filter(({ condition }) => condition.startsWith("an adapter takes the spans"))
      .reduce((sum, found) => sum + found.messages, 0);
    const client = createRunsClient({ baseUrl: adapter.url });
    const { agents } = await client.listAgents();
    const { total } = await client.listRuns(agents[0]?.agentId ?? "");
    expect(messages).toBeGreaterThan(0);
    expect(total).toBe(messages);
  });

  it.each(Object.keys(seams))("where every hook fails that %s, many did", (name) => {
    const [found] = findTold(`every hook fails that ${name}`);
    expect(found?.facts?.thrown).toBeGreaterThan(10);
  });
});

describe("whatever becomes of the spans, elizaOS does not wait", () => {
  it("for an answer: all scenarios end before the first answer of a receiver that never answers", () => {
    const [found] = findTold("what receives the spans never answers");
    expect(found?.facts?.requests).toBeGreaterThan(0);
    expect(found?.facts?.answered).toBe(0);
  });

  it.each(badReceivers)("for an event handler when what receives the spans %s", (name) => {
    const [found] = findTold(`what receives the spans ${name}`);
    expect(found?.facts?.slow).toEqual([]);
  });

  it.each([...badReceivers.map((name) => `what receives the spans ${name}`), "nothing listens where the spans go"])(
    "and people are told once at most when %s",
    (name) => {
      const endpoint = findTold(name)[0]?.facts?.endpoint ?? "nowhere";
      expect(endpoint).toMatch(/^http/);
      const notices = told.flatMap((found) => found.notices.filter((notice) => notice.includes(endpoint)));
      expect(notices.slice(1)).toEqual([]);
    },
  );
});
