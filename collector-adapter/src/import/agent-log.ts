import { findActionOfCall, findCallOfEmbedding, findRunOfCall, findRunOfEmbedding } from "./find-run.ts";
import type { ImportedSpan } from "./imported-span.ts";
import type { ActionEndRow, ElizaLogRow, EmbeddingRow, EvaluatorRow, ModelCallRow } from "./eliza-log-row.ts";
import type { RowDetails } from "./read-details.ts";
import { endDraftAction, type RunDraft } from "./run-draft.ts";
import { createRunLog } from "./run-log.ts";
import { KEEP_MS, type Moment } from "./log-timing.ts";
import { toActionSpan } from "./to-action-spans.ts";
import {
  EMBEDDING_TYPE,
  isBeforeFirstRun,
  toEmbeddingSpan,
  toEvaluatorSpan,
  toModelCallSpan,
} from "./to-call-spans.ts";

/** The log of one agent, from rows to spans. */
export interface AgentLog {
  /** Takes in a row, in the order of the log. */
  add(row: ElizaLogRow, details: RowDetails): void;
  /** The spans that are certain now; each is given once. */
  settle(moment: Moment): ImportedSpan[];
  /** Snapshots of what began before `upTo` and goes on. */
  snapshot(upTo: number): ImportedSpan[];
  /** Place in the log of the oldest row that is still needed; infinite when none is. */
  neededFrom(): number;
}

/**
 * Rebuilds the runs of one agent. What comes out depends on the rows that go in alone, so that a second import of them gives
 * the same spans.
 */
export function createAgentLog(agentName: string): AgentLog {
  const runs = createRunLog(agentName);
  /** What waits until the rows around it are known. */
  let steps: { row: ActionEndRow | EvaluatorRow; draft: RunDraft }[] = [];
  let calls: ModelCallRow[] = [];
  let embeddings: EmbeddingRow[] = [];

  function addStep(row: ActionEndRow | EvaluatorRow, details: RowDetails): void {
    const draft = runs.getByMessage(row);
    draft.lastStepAt = Math.max(draft.lastStepAt, row.at);
    draft.hasActed = true;
    if (row.kind === "action_end") {
      const start = runs.takeActionStart(row.actionId);
      const outcome = row.outcome ?? details.outcomes.get(row.actionId);
      draft.actions.set(row.actionId, endDraftAction(row, start, outcome));
    }
    steps.push({ row, draft });
  }

  function settleSteps({ upTo }: Moment): ImportedSpan[] {
    const due = steps.filter(({ row }) => row.at <= upTo);
    steps = steps.filter(({ row }) => row.at > upTo);
    return due.flatMap(({ row, draft }) => {
      if (row.kind === "evaluator") return [toEvaluatorSpan(row, agentName, draft)];
      const action = draft.actions.get(row.actionId);
      return action ? [toActionSpan(draft, agentName, action)] : [];
    });
  }

  function findCall(row: EmbeddingRow, among: readonly ModelCallRow[]): ModelCallRow | undefined {
    return findCallOfEmbedding(among.filter(isEmbedding), row, runs.find(row.runId));
  }

  /** One call and one event are one embedding. Before the calls, which would make embeddings of their own. */
  function settleEmbeddings({ upTo }: Moment): ImportedSpan[] {
    const due = embeddings.filter((row) => row.at <= upTo);
    embeddings = embeddings.filter((row) => row.at > upTo);
    return due.map((row) => {
      const named = runs.find(row.runId);
      const call = findCall(row, calls);
      if (call) calls.splice(calls.indexOf(call), 1);
      const found = findRunOfEmbedding(runs.all(), runs.findByMemory(row.memoryId), named);
      return toEmbeddingSpan(row, agentName, found, call);
    });
  }

  function settleCalls({ upTo, now }: Moment): ImportedSpan[] {
    const mustWait = (row: ModelCallRow) => {
      // An `embedding_event` that is written after it, and not due yet, may tell of it.
      if (row.at > upTo || embeddings.some((event) => findCall(event, [row]))) return true;
      // Its run may still be told of by an action or evaluator, as in the logs of older versions.
      return row.runId !== undefined && !runs.find(row.runId) && row.at > now - KEEP_MS;
    };
    const due = calls.filter((row) => !mustWait(row));
    calls = calls.filter(mustWait);
    return due.map((row) => {
      const named = runs.find(row.runId);
      const found = named && findRunOfCall(runs.all(), named, row);
      // Which action was current says nothing when it may have been another run's.
      const action = found?.isSure ? findActionOfCall(runs.listActions(found.draft), row) : undefined;
      return toModelCallSpan(row, agentName, found, action);
    });
  }

  return {
    add(row, details) {
      switch (row.kind) {
        case "run":
          runs.addRun(row, details);
          break;
        case "action_start":
          runs.addActionStart(row);
          break;
        case "action_end":
        case "evaluator":
          addStep(row, details);
          break;
        case "model_call":
          if (isBeforeFirstRun(row) && !runs.find(row.runId)) runs.abandon(row.startedAt);
          calls.push(row);
          break;
        case "embedding":
          embeddings.push(row);
          break;
        default:
          row satisfies never;
      }
    },
    settle: (moment) => [
      ...settleSteps(moment),
      ...settleEmbeddings(moment),
      ...settleCalls(moment),
      ...runs.settle(moment),
    ],
    snapshot: (upTo) => runs.snapshot(upTo),
    neededFrom() {
      const waiting = [...steps.map(({ row }) => row), ...calls, ...embeddings];
      return waiting.reduce((oldest, { at }) => Math.min(oldest, at), runs.neededFrom());
    },
  };
}

function isEmbedding(row: ModelCallRow): boolean {
  return row.modelType === EMBEDDING_TYPE;
}
