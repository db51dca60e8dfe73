import type { ActionStartRow, EmbeddingRow, ModelCallRow } from "./eliza-log-row.ts";
import { SETTLE_MS } from "./log-timing.ts";
import { getActiveUntil, type DraftAction, type RunDraft } from "./run-draft.ts";

/** Times in the rows of elizaOS are cut to whole ms. */
const CLOCK_MS = 1;
/** Of two embedding calls the length tells more than the time: several end together, and the memory is written in between. */
const SLACK_WEIGHT = 10;

/** The run of a step; `isSure` is false when another run may be meant as well. */
export interface FoundRun {
  draft: RunDraft;
  isSure: boolean;
}

/**
 * The run that a model call was made in; `undefined` outside any run.
 *
 * Its row names the run that had started last when the call ended. So no run that started later can be meant, and of the
 * others only those that went on when the call began: when that is one, it is the one, whatever the row says.
 */
export function findRunOfCall(runs: Iterable<RunDraft>, named: RunDraft, call: ModelCallRow): FoundRun | undefined {
  if (named.isInvented) return { draft: named, isSure: false };
  const latestStart = Math.min(named.startedAt, call.startedAt + CLOCK_MS);
  const possible: RunDraft[] = [];
  for (const draft of runs) {
    if (!draft.isInvented && draft.startedAt <= latestStart && getActiveUntil(draft) > call.startedAt)
      possible.push(draft);
  }
  const [first] = possible;
  if (!first) return undefined;
  if (possible.length === 1) return { draft: first, isSure: true };
  return { draft: possible.includes(named) ? named : getLatest(possible), isSure: false };
}

/**
 * The run that queued an embedding. The memory of the message names it; of other memories it is the run that was current
 * then, sure only when no older run went on at the same time.
 */
export function findRunOfEmbedding(
  runs: Iterable<RunDraft>,
  ofMessage: RunDraft | undefined,
  named: RunDraft | undefined,
): FoundRun | undefined {
  if (ofMessage) return { draft: ofMessage, isSure: true };
  if (!named) return undefined;
  for (const draft of runs) {
    const isOlder = draft !== named && draft.startedAt <= named.startedAt;
    if (isOlder && getActiveUntil(draft) > named.startedAt) return { draft: named, isSure: false };
  }
  return { draft: named, isSure: !named.isInvented };
}

/**
 * The embedding call that an `embedding_event` tells of: one of about the same length that ended shortly before. Other calls,
 * such as those that search for memories, have no event; those from before the run that queued the embedding are left to it.
 */
export function findCallOfEmbedding(
  calls: readonly ModelCallRow[],
  row: EmbeddingRow,
  named: RunDraft | undefined,
): ModelCallRow | undefined {
  const { durationMs } = row;
  if (row.failed || durationMs === undefined) return undefined; // a call that fails leaves no row
  const earliestStart = named && !named.isInvented ? named.startedAt - CLOCK_MS : Number.NEGATIVE_INFINITY;
  const possible = calls.flatMap((call) => {
    const agoMs = row.at - call.at;
    // The event measures around the call: it is never shorter, but for the cut to whole ms.
    const slackMs = durationMs - (call.endedAt - call.startedAt);
    const isPossible = call.startedAt >= earliestStart && Math.abs(agoMs) < SETTLE_MS && slackMs > -2 * CLOCK_MS;
    // elizaOS does not wait for the row of a call: it may come after the event's, but mostly such a row tells of another call.
    const distance = (agoMs < 0 ? SETTLE_MS - agoMs : agoMs) + SLACK_WEIGHT * slackMs;
    return isPossible ? [{ call, distance }] : [];
  });
  return possible.toSorted((a, b) => a.distance - b.distance)[0]?.call;
}

/**
 * The runs that an action which has begun may belong to: the one of its plan's other actions, else all that went on in its
 * room. Mostly one; the likeliest comes first, which is one that failed, else the latest.
 */
export function findRunsOfAction(runs: Iterable<RunDraft>, row: ActionStartRow): RunDraft[] {
  const inRoom: RunDraft[] = [];
  for (const draft of runs) {
    if (draft.roomId !== row.roomId) continue;
    for (const action of draft.actions.values()) {
      if (row.runId !== undefined && action.planRunId === row.runId) return [draft];
    }
    if (draft.startedAt <= row.startedAt + CLOCK_MS && getActiveUntil(draft) >= row.startedAt) inRoom.push(draft);
  }
  const isFailed = (draft: RunDraft) => (draft.end?.status === "error" ? 1 : 0);
  return inRoom.toSorted((a, b) => isFailed(b) - isFailed(a) || b.startedAt - a.startedAt);
}

/**
 * The action of a run that a call was made in: the one that the row names, else the innermost one that went on. elizaOS does
 * not wait for the row of a call, which may come after that of the action's end or of the next one's start.
 */
export function findActionOfCall(actions: Iterable<DraftAction>, call: ModelCallRow): DraftAction | undefined {
  let found: DraftAction | undefined;
  for (const action of actions) {
    if (action.actionId === call.actionId) return action;
    // Its row alone says when an action ended, by the database's clock. That is ahead of the agent's by no more than the
    // shorter of two delays, since a row is written after what it tells of.
    const aheadMs = Math.min(call.at - call.endedAt, action.startRowAt - action.startedAt);
    const endedAt = action.end ? action.end.rowAt - aheadMs : Number.POSITIVE_INFINITY;
    const isAround = action.startedAt <= call.startedAt + CLOCK_MS && call.endedAt <= endedAt;
    if (isAround && (!found || found.startedAt < action.startedAt)) found = action;
  }
  return found;
}

function getLatest(drafts: readonly RunDraft[]): RunDraft {
  return drafts.reduce((latest, draft) => (draft.startedAt >= latest.startedAt ? draft : latest));
}
