import type { ActionEndRow, ActionOutcome, ActionStartRow, ElizaRunRow, EvaluatorRow } from "./eliza-log-row.ts";
import type { RunKey } from "./imported-span.ts";

/** How a run ended. `at` is the agent's clock; `rowAt`, the database's, is the place in the log. */
export interface DraftEnd {
  at: number;
  rowAt: number;
  status: "completed" | "timeout" | "error";
  outcome: string;
  error: string | undefined;
}

/** What is known of an action. */
export interface DraftAction {
  actionId: string;
  actionName: string;
  planRunId: string | undefined;
  startedAt: number;
  startRowAt: number;
  /** Absent while it goes on, and for good when it threw. */
  end?: { rowAt: number; planStep: string | undefined; outcome: ActionOutcome | undefined };
  /** Whether it may be another run's. */
  isDoubtful: boolean;
}

/** What is known of a run while its rows are read. */
export interface RunDraft extends RunKey {
  startedAt: number;
  roomId: string;
  entityId: string;
  messageId: string | undefined;
  /** Through what the message came, such as `discord`. */
  source: string | undefined;
  entityName: string | undefined;
  /** Content. */
  input: string | undefined;
  /** Place in the log of its first row. */
  firstRowAt: number;
  /** When the last of those steps had ended whose rows are surely its own. */
  lastStepAt: number;
  /** Older versions of elizaOS write no rows of the run itself: it has steps, but no start, end or span. */
  isInvented: boolean;
  /** Its first end: a run that timed out goes on, and ends once more. */
  end?: DraftEnd;
  /** When nothing more is to come from it. */
  closed?: { at: number; rowAt: number };
  /** The process was started anew while it went on. */
  abandonedAt?: number;
  /** The first newer run of its room that started before this one ended. */
  newer?: RunDraft;
  actions: Map<string, DraftAction>;
  /** Whether it has surely begun to act, or has ended a step. */
  hasActed: boolean;
  /** Plans whose span was sent, by their run id. */
  sentPlans: Set<string>;
  isEndSent: boolean;
  /** When everything that is its own was sent; late steps may still come. */
  doneAt?: number;
}

/** A run out of its first row. */
export function createDraft(row: ElizaRunRow): RunDraft {
  return {
    agentId: row.agentId,
    runId: row.runId,
    startedAt: row.startedAt,
    roomId: row.roomId,
    entityId: row.entityId,
    messageId: row.messageId,
    source: undefined,
    entityName: undefined,
    input: undefined,
    firstRowAt: row.at,
    lastStepAt: row.startedAt,
    isInvented: false,
    actions: new Map(),
    hasActed: false,
    sentPlans: new Set(),
    isEndSent: false,
  };
}

/** A run of which only steps are known. */
export function inventDraft(row: ActionEndRow | EvaluatorRow, runId: string): RunDraft {
  const { agentId, roomId, entityId, messageId, at } = row;
  const known = { id: row.id, at, agentId, roomId, entityId, messageId, runId, startedAt: at };
  return { ...createDraft({ ...known, kind: "run", status: "started" }), isInvented: true };
}

/** Takes in a row that says how the run ended. A run that timed out has timed out, whatever it says later. */
export function applyEnd(draft: RunDraft, row: ElizaRunRow): void {
  const at = row.endedAt ?? row.at;
  draft.end ??= { at, rowAt: row.at, ...toOutcome(row) };
  if (row.status !== "timeout") draft.closed ??= { at, rowAt: row.at };
}

/** elizaOS calls a run that failed completed, and gives the reason for not answering as the status. */
function toOutcome({ status, error }: ElizaRunRow): Pick<DraftEnd, "status" | "outcome" | "error"> {
  if (status === "timeout") return { status: "timeout", outcome: "timeout", error: error ?? "Run exceeded timeout" };
  if (status === "error" || error) return { status: "error", outcome: "error", error: error || "The run failed" };
  return { status: "completed", outcome: status, error: undefined };
}

/** When the run was surely over. Of one that never ended, as far as can be told from what came after it. */
export function getActiveUntil(draft: RunDraft): number {
  if (draft.closed) return Math.max(draft.closed.at, draft.lastStepAt); // evaluators may go on after the end
  if (draft.abandonedAt !== undefined) return draft.abandonedAt;
  if (isSuperseded(draft) && draft.newer) return getActiveUntil(draft.newer);
  return Number.POSITIVE_INFINITY;
}

/**
 * Whether the run gave way to a newer message of its room, which elizaOS does without a word. One that has begun to act no
 * longer does.
 */
export function isSuperseded(draft: RunDraft): boolean {
  return draft.end === undefined && draft.newer !== undefined && !draft.hasActed;
}

/** An action that has begun. */
export function startDraftAction(row: ActionStartRow, isDoubtful: boolean): DraftAction {
  const { actionId, actionName, runId, startedAt, at } = row;
  return { actionId, actionName, planRunId: runId, startedAt, startRowAt: at, isDoubtful };
}

/** An action that has returned; without its first row it has no length. */
export function endDraftAction(
  row: ActionEndRow,
  start: ActionStartRow | undefined,
  outcome: ActionOutcome | undefined,
): DraftAction {
  return {
    actionId: row.actionId,
    actionName: row.actionName,
    planRunId: row.runId ?? start?.runId,
    startedAt: start?.startedAt ?? row.at,
    startRowAt: start?.at ?? row.at,
    end: { rowAt: row.at, planStep: row.planStep, outcome },
    isDoubtful: false,
  };
}
