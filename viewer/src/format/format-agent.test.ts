import type { AgentSummary } from "@runline/contract";
import { expect, it } from "vitest";
import { toAgentNames } from "./format-agent.ts";

const create = (agentId: string, name: string, serviceName: string): AgentSummary => ({
  agentId,
  name,
  serviceName,
  lastSeenAt: 0,
  runs: 1,
});

it("names the service of those agents alone whose name another one has", () => {
  const agents = [create("1", "Guide", "travel"), create("2", "Guide", "museum"), create("3", "Cook", "kitchen")];
  expect([...toAgentNames(agents).values()]).toEqual(["Guide · travel", "Guide · museum", "Cook"]);
});
