import type { AgentSummary } from "@runline/contract";
import { expect, it } from "vitest";
import { findAgents, toFailedShare } from "./find-agents.ts";

const create = (agentId: string, name: string, lastSeenAt: number, recentFailures?: number): AgentSummary => ({
  agentId,
  name,
  lastSeenAt,
  runs: 9,
  ...(recentFailures !== undefined && { recentRuns: 4, recentFailures }),
});
const AGENTS = [
  create("1", "Guide", 3, 0),
  create("2", "Cook", 2, 1),
  create("3", "guide dog", 1, 1),
  create("4", "Clerk", 9),
];
const NAMES = new Map([["1", "Guide · museum"]]);

it("finds agents by a part of the name that is shown, those first that fail", () => {
  const find = (text: string) => findAgents(AGENTS, NAMES, text).map(({ agentId }) => agentId);
  expect(find("")).toEqual(["2", "3", "4", "1"]);
  expect(find(" GUIDE")).toEqual(["3", "1"]);
  expect(find("museum")).toEqual(["1"]);
  expect(find("nobody")).toEqual([]);
});

it("takes no run for no failure", () => {
  expect(AGENTS.map(toFailedShare)).toEqual([0, 0.25, 0.25, 0]);
});
