import { ATTR_EVALUATOR_NAME, ATTR_GEN_AI_TOOL_NAME, ATTR_MODEL_TYPE } from "@runline/contract";
import type { RunCounts, RunSpan, RunStatus } from "@runline/contract";
import type { TrueRun } from "./start-agent.ts";

/** A run in a form in which the truth and a report of it can be compared. */
export interface Outline {
  status: RunStatus;
  /** What ended the run, in the agent's words. */
  error: string | undefined;
  counts: RunCounts;
  /** Each step with the steps around it and how it ended, in any order: `action REPLY > model_call TEXT_LARGE: ok`. */
  steps: string[];
  /** Number of embeddings, and the memories of those that have one. */
  embeddings: number;
  memoryIds: string[];
}

/** What must be reported about a run that really went so. */
export function toTrueOutline(run: TrueRun): Outline {
  const timedOut = run.ended.some(({ event }) => event === "RUN_TIMEOUT");
  const status = timedOut ? "timeout" : run.rejected === undefined ? "completed" : "error";
  const ofKind = (kind: string) => run.steps.filter((step) => step.kind === kind).length;
  const failed = [...run.steps, ...run.embeddings].filter(({ ok }) => !ok).length;
  return {
    status,
    error: run.rejected,
    counts: {
      actions: ofKind("action"),
      modelCalls: ofKind("model_call"),
      evaluators: ofKind("evaluator"),
      errors: status === "completed" ? failed : Math.max(failed, 1),
    },
    steps: run.steps.map((step) => `${step.path}: ${step.ok ? "ok" : "error"}`).sort(),
    embeddings: run.embeddings.length,
    memoryIds: run.embeddings.flatMap(({ memoryId }) => memoryId ?? []).sort(),
  };
}

/** The steps among the spans of a run, in the form of {@link Outline}. */
export function toStepPaths(spans: readonly RunSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  function toPath(span: RunSpan): string {
    const parent = span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
    const above = parent === undefined ? "" : toPath(parent);
    const name = toStepName(span);
    if (name === undefined) return above; // runs, plans and HTTP calls are no steps of the agent
    return above === "" ? name : `${above} > ${name}`;
  }
  return spans
    .filter((span) => toStepName(span) !== undefined)
    .map((span) => `${toPath(span)}: ${span.state}`)
    .sort();
}

function toStepName(span: RunSpan): string | undefined {
  const names: Record<string, string> = {
    action: ATTR_GEN_AI_TOOL_NAME,
    model_call: ATTR_MODEL_TYPE,
    evaluator: ATTR_EVALUATOR_NAME,
  };
  const attribute = names[span.kind];
  return attribute === undefined ? undefined : `${span.kind} ${String(span.attributes[attribute])}`;
}
