import { RUN_STATUSES } from "@runline/contract";
import { array, nullable, object, parseJson, picklist, pipe, safeParse, string } from "valibot";
import type { ChangedRun, CommitResult } from "../records/commit.ts";

/** What an adapter tells others of its commits: which runs and traces have changed, or that anything may have. */
export type LiveHint = CommitResult | "anything";

/** Postgres takes a text of 7,999 bytes: 39 runs, each with three UUIDs and two statuses. */
const MAX_BYTES = 7_900;
const RUN_BYTES = 200;
const KEY_BYTES = 40;

const Hint = pipe(
  string(),
  parseJson(),
  object({
    runs: array(
      object({
        agentId: string(),
        runId: string(),
        traceKey: string(),
        status: picklist(RUN_STATUSES),
        prevStatus: nullable(picklist(RUN_STATUSES)),
      }),
    ),
    touchedKeys: array(string()),
  }),
);

/** Reads a hint. What has another form comes from another version of Runline, and may mean anything. */
export function parseLiveHint(text: string): LiveHint {
  const parsed = safeParse(Hint, text);
  return parsed.success ? parsed.output : "anything";
}

/** Writes a hint, in at most 7,999 bytes. */
export function formatLiveHint(hint: LiveHint): string {
  return JSON.stringify(hint);
}

/**
 * Adds a commit to what is to be told of earlier ones: of a run what it was before the first and is after the last. When that is more
 * than fits, anything may have changed.
 */
export function addToLiveHint(hint: LiveHint, { runs, touchedKeys }: CommitResult): LiveHint {
  if (hint === "anything") return hint;
  const changed = new Map<string, ChangedRun>();
  for (const run of [...hint.runs, ...runs]) {
    const name = `${run.agentId}/${run.runId}`;
    const { prevStatus } = changed.get(name) ?? run;
    changed.set(name, { ...run, prevStatus });
  }
  const touched = new Set([...hint.touchedKeys, ...touchedKeys]);
  if (changed.size * RUN_BYTES + touched.size * KEY_BYTES > MAX_BYTES) return "anything";
  return { runs: [...changed.values()], touchedKeys: [...touched] };
}
