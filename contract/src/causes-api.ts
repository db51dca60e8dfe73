import * as v from "valibot";

/**
 * Runs that failed the same way, by the `fingerprint` of their cause. `status`, `text`, `path` and `message` are those of the newest of
 * them, as in its summary; `agentIds` has the first 20 agents, `users` says of how many users they are. `buckets` says when they
 * started: how many in each part of the range.
 *
 * @example { fingerprint: "3f2a…", runs: 17, path: ["BOOK_TABLE", "POST"], message: "connect ECONNREFUSED", firstAt: 1795393454513, … }
 */
export const FailureGroup = v.object({
  fingerprint: v.string(),
  status: v.picklist(["timeout", "error"]),
  text: v.string(),
  path: v.array(v.string()),
  message: v.optional(v.string()),
  runs: v.number(),
  users: v.number(),
  agentIds: v.array(v.string()),
  /** Starts of the first and the last of the runs, ms since the epoch. */
  firstAt: v.number(),
  lastAt: v.number(),
  buckets: v.array(v.number()),
});
export type FailureGroup = v.InferOutput<typeof FailureGroup>;

/**
 * Answer of `GET /api/causes`: the 100 causes that most runs have, those of most runs first. `runs` counts the failed runs and `causes`
 * all their causes, of the newest 10,000 where `isAtLeast`. The range of the buckets begins at `from` where that was asked for, else
 * with the first of the runs; each is `bucketMs` long.
 */
export const CauseList = v.object({
  groups: v.array(FailureGroup),
  runs: v.number(),
  causes: v.number(),
  isAtLeast: v.optional(v.boolean()),
  from: v.number(),
  bucketMs: v.number(),
});
export type CauseList = v.InferOutput<typeof CauseList>;
