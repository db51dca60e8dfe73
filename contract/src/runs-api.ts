import * as v from "valibot";
import { RunSummary } from "./run.ts";

/**
 * One page of runs. `total` counts all pages of the same filters, exactly unless `totalIsAtLeast`: filtered runs are counted up to
 * 2,000, and those that a text was looked for in as far as the pages are read.
 */
export const RunList = v.object({
  runs: v.array(RunSummary),
  total: v.number(),
  /** `true` when there are more than `total`, or may be. */
  totalIsAtLeast: v.optional(v.boolean()),
  hasMore: v.boolean(),
  nextCursor: v.optional(v.string()),
  /**
   * With `text`, or `action` and `model` at once, where the page is not full and yet not the last: the start of the last run that was
   * looked at, ms since the epoch. `nextCursor` goes on from there.
   */
  searchedTo: v.optional(v.number()),
});
export type RunList = v.InferOutput<typeof RunList>;

/**
 * An agent that has been heard of. `lastSeenAt` is ms since the epoch, `runs` the number of its runs. `serviceName` is the
 * process that the agent was last seen in: two services may have agents of one name. Of its newest runs, 10 at most, `recentRuns` says
 * how many there are and `recentFailures` how many failed.
 */
export const AgentSummary = v.object({
  agentId: v.string(),
  name: v.string(),
  serviceName: v.optional(v.string()),
  lastSeenAt: v.number(),
  runs: v.number(),
  recentRuns: v.optional(v.number()),
  recentFailures: v.optional(v.number()),
});
export type AgentSummary = v.InferOutput<typeof AgentSummary>;

/** Answer of `GET /api/agents`, most recently seen first. */
export const AgentList = v.object({ agents: v.array(AgentSummary) });
export type AgentList = v.InferOutput<typeof AgentList>;
