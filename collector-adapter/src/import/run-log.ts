import { findRunsOfAction } from "./find-run.ts";
import type { ImportedSpan } from "./imported-span.ts";
import type { ActionEndRow, ActionStartRow, ElizaRunRow, EvaluatorRow } from "./eliza-log-row.ts";
import type { RowDetails } from "./read-details.ts";
import {
  applyEnd,
  createDraft,
  inventDraft,
  isSuperseded,
  startDraftAction,
  type DraftAction,
  type RunDraft,
} from "./run-draft.ts";
import { GIVE_UP_MS, KEEP_MS, type Moment } from "./log-timing.ts";
import { toActionSpan, toPlanSpans } from "./to-action-spans.ts";
import { toRunSpan } from "./to-run-span.ts";

/** Follows the runs of one agent: their starts and ends, and the actions that they began. */
export function createRunLog(agentName: string) {
  const runs = new Map<string, RunDraft>();
  const byMessage = new Map<string, RunDraft>();
  /** Actions that have begun, until their end comes or their run has ended. */
  const starts = new Map<string, ActionStartRow>();

  function register(draft: RunDraft): RunDraft {
    runs.set(draft.runId, draft);
    if (draft.messageId !== undefined) byMessage.set(draft.messageId, draft);
    return draft;
  }

  function addRun(row: ElizaRunRow, details: RowDetails): void {
    const known = runs.get(row.runId);
    const draft =
      known && !known.isInvented ? known : register({ ...createDraft(row), ...(known && { actions: known.actions }) });
    draft.entityName ??= details.entityNames.get(row.entityId);
    const message = row.messageId === undefined ? undefined : details.messages.get(row.messageId);
    draft.source ??= message?.source;
    draft.input ??= message?.text;
    if (row.status !== "started") {
      applyEnd(draft, row);
      return;
    }
    for (const older of runs.values()) {
      if (older !== draft && older.roomId === draft.roomId && !older.end && older.startedAt <= draft.startedAt)
        older.newer ??= draft;
    }
  }

  /** The run of a step that names its message. */
  function getByMessage(row: ActionEndRow | EvaluatorRow): RunDraft {
    const named = row.kind === "action_end" ? (row.parentRunId ?? row.runId) : row.runId;
    const runId = named ?? row.messageId ?? row.id;
    const ofName = runs.get(runId);
    const ofMessage = row.messageId === undefined ? undefined : byMessage.get(row.messageId);
    // A message that is handled once more has two runs; then the name tells them apart.
    if (ofMessage && ofMessage.messageId !== ofName?.messageId) return ofMessage;
    return ofName ?? register(inventDraft(row, runId));
  }

  /** The process was started anew: what went on then will never end. */
  function abandon(at: number): void {
    for (const draft of runs.values()) if (!draft.closed && draft.startedAt < at) draft.abandonedAt ??= at;
  }

  /** The actions of a run, those in progress included. */
  function listActions(draft: RunDraft): DraftAction[] {
    const begun = [...starts.values()].flatMap((row) => {
      const possible = findRunsOfAction(runs.values(), row);
      return possible[0] === draft ? [startDraftAction(row, possible.length > 1)] : [];
    });
    return [...draft.actions.values(), ...begun];
  }

  /** Gives actions without an end to runs that are over: they threw, or the process ended. */
  function settleLostActions({ upTo }: Moment): ImportedSpan[] {
    return [...starts.values()].flatMap((row) => {
      if (row.at > upTo) return [];
      const possible = findRunsOfAction(runs.values(), row);
      const [draft] = possible;
      if (!draft) {
        if (row.at < upTo - GIVE_UP_MS) starts.delete(row.actionId);
        return [];
      }
      if (possible.some((other) => !isOver(other, upTo))) return [];
      starts.delete(row.actionId);
      const action = startDraftAction(row, possible.length > 1);
      draft.actions.set(row.actionId, action);
      return [toActionSpan(draft, agentName, action, toLostEnd(draft))];
    });
  }

  function settleEnd(draft: RunDraft, { upTo }: Moment): ImportedSpan[] {
    if (!draft.end || draft.isEndSent || draft.end.rowAt > upTo) return [];
    draft.isEndSent = true;
    return [toRunSpan(draft, agentName, draft.end)];
  }

  function settleDone(draft: RunDraft, moment: Moment): ImportedSpan[] {
    const { upTo, now } = moment;
    if (draft.doneAt !== undefined || !(isOver(draft, upTo) || isGivenUp(draft, moment))) return [];
    draft.doneAt = now;
    return draft.end || draft.isInvented ? [] : [toUnendedSpan(draft)];
  }

  function settlePlans(draft: RunDraft): ImportedSpan[] {
    const isSent = ({ planRunId }: DraftAction) => planRunId === undefined || draft.sentPlans.has(planRunId);
    if (draft.doneAt === undefined || [...draft.actions.values()].every(isSent)) return [];
    return [...toPlanSpans(draft, agentName, draft.abandonedAt === undefined)].flatMap(([planRunId, plan]) => {
      if (draft.sentPlans.has(planRunId)) return [];
      draft.sentPlans.add(planRunId);
      return [plan];
    });
  }

  /** The span of a run that will not end: superseded, or a snapshot that Runline will call lost. */
  function toUnendedSpan(draft: RunDraft): ImportedSpan {
    if (!isSuperseded(draft) || !draft.newer) return toRunSpan(draft, agentName);
    const end = { at: draft.newer.startedAt, status: "completed", outcome: "superseded", error: undefined } as const;
    return toRunSpan(draft, agentName, end);
  }

  function forget(now: number): void {
    for (const [runId, draft] of runs) {
      if (draft.doneAt === undefined || draft.doneAt > now - KEEP_MS) continue;
      runs.delete(runId);
      if (draft.messageId !== undefined && byMessage.get(draft.messageId) === draft) byMessage.delete(draft.messageId);
    }
  }

  return {
    addRun,
    addActionStart(row: ActionStartRow): void {
      starts.set(row.actionId, row);
      const [draft, ...others] = findRunsOfAction(runs.values(), row);
      if (draft && others.length === 0) draft.hasActed = true;
    },
    /** The start of an action whose end has come. */
    takeActionStart(actionId: string): ActionStartRow | undefined {
      const row = starts.get(actionId);
      starts.delete(actionId);
      return row;
    },
    abandon,
    all: (): Iterable<RunDraft> => runs.values(),
    find: (runId: string | undefined): RunDraft | undefined => (runId === undefined ? undefined : runs.get(runId)),
    findByMemory: (memoryId: string | undefined): RunDraft | undefined =>
      memoryId === undefined ? undefined : byMessage.get(memoryId),
    getByMessage,
    listActions,

    settle(moment: Moment): ImportedSpan[] {
      const drafts = [...runs.values()];
      const ended = drafts.flatMap((draft) => [...settleEnd(draft, moment), ...settleDone(draft, moment)]);
      const lost = settleLostActions(moment);
      const plans = drafts.flatMap(settlePlans);
      forget(moment.now);
      return [...ended, ...lost, ...plans];
    },

    /** Snapshots of the runs that began before `upTo` and go on, and of their plans and actions. */
    snapshot(upTo: number): ImportedSpan[] {
      return [...runs.values()].flatMap((draft) => {
        if (draft.doneAt !== undefined || draft.isInvented || draft.firstRowAt > upTo) return [];
        // A snapshot makes a row that stays: none of an action that may be another run's.
        const actions = listActions(draft).filter(({ isDoubtful }) => !isDoubtful);
        const current = { ...draft, actions: new Map(actions.map((action) => [action.actionId, action])) };
        return [
          ...(draft.isEndSent ? [] : [toRunSpan(draft, agentName)]),
          ...toPlanSpans(current, agentName, false).values(),
          ...actions.filter(({ end }) => !end).map((action) => toActionSpan(draft, agentName, action)),
        ];
      });
    },

    /** Place in the log of the oldest row that is still needed; infinite when none is. */
    neededFrom(): number {
      const places = [
        ...[...runs.values()].map(({ firstRowAt }) => firstRowAt),
        ...[...starts.values()].map(({ at }) => at),
      ];
      return places.reduce((oldest, at) => Math.min(oldest, at), Number.POSITIVE_INFINITY);
    },
  };
}

/** Whether nothing more is to come from the run, its late steps aside. */
function isOver(draft: RunDraft, upTo: number): boolean {
  if (draft.doneAt !== undefined) return true;
  return draft.closed !== undefined && draft.closed.rowAt <= upTo;
}

function isGivenUp(draft: RunDraft, { upTo, now }: Moment): boolean {
  if (draft.isInvented) return draft.lastStepAt < now - KEEP_MS;
  if (draft.abandonedAt !== undefined) return draft.abandonedAt < now;
  if (isSuperseded(draft) && draft.newer && isOver(draft.newer, upTo)) return true;
  return draft.startedAt < now - GIVE_UP_MS;
}

/** An action of a run that failed has thrown: elizaOS then logs no end of it. Of a run that never ended it is lost with it. */
function toLostEnd({ end, closed }: RunDraft): { at: number; error: string } | undefined {
  if (!end) return undefined;
  if (end.status === "error") return { at: end.at, error: end.error ?? "The action failed" };
  return { at: closed?.at ?? end.at, error: "elizaOS logged no end of this action" };
}
