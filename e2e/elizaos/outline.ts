import {
  ATTR_EVALUATOR_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_MEMORY_ID,
  ATTR_MODEL_ATTEMPT,
  ATTR_MODEL_TYPE,
  ATTR_PLAN_SIZE,
  ATTR_PLAN_STEP,
} from "@runline/contract";
import type { RunCounts, RunDetail } from "@runline/contract";
import type { Between, TrueRun } from "./start-agent.ts";
import { type WholeSpan } from "../../test-support/read-whole-spans.ts";

/** A run in a form in which the truth and a report of it can be compared. */
export interface Outline {
  status: string;
  /** The agent's finer word for the end. */
  outcome: string | undefined;
  /** What ended the run, in the agent's words. */
  error: string | undefined;
  counts: RunCounts;
  /**
   * Each step with the steps around it and how it ended, sorted:
   * `plan 2 > action REPLY 1/2 > model_call TEXT_LARGE by local-model: ok`.
   */
  steps: string[];
}

/** A step of an {@link Outline} and when it really was. */
export interface TimedTruth {
  step: string;
  began: Between;
  ended: Between;
}

/** A step of an {@link Outline} and when it was as reported. */
interface TimedReport {
  step: string;
  startedAt: number;
  endedAt: number | undefined;
}

/** What must be reported about a run that really went so. */
export function toTrueOutline(run: TrueRun): Outline {
  const [report] = run.reports;
  const status = report?.status === "timeout" ? "timeout" : run.rejected === undefined ? "completed" : "error";
  const failed = run.steps.filter(
    ({ kind, ok }) => !ok && !["plan", "composed_state", "context_provider"].includes(kind),
  ).length;
  const ofKind = (kind: string) => run.steps.filter((step) => step.kind === kind).length;
  return {
    status,
    // elizaOS says nothing at all about a run that it gives up for a newer message.
    outcome: status === "completed" ? (report?.status ?? "superseded") : status,
    error: run.rejected,
    counts: {
      actions: ofKind("action"),
      modelCalls: ofKind("model_call"),
      evaluators: ofKind("evaluator"),
      errors: status === "completed" ? failed : Math.max(failed, 1),
    },
    steps: toTrueSteps(run).map(({ step }) => step),
  };
}

/** The steps of {@link toTrueOutline} with their times, in the same order. */
export function toTrueSteps(run: TrueRun): TimedTruth[] {
  const steps = run.steps.map(({ path, ok, error, provider, memoryId, began, ended }) => {
    const facts = [provider && ` by ${provider}`, memoryId && ` of ${memoryId}`].filter(Boolean).join("");
    return { step: `${path}${facts}: ${ok ? "ok" : `error (${error})`}`, began, ended };
  });
  return steps.sort((a, b) => compare(a.step, b.step) || (a.began[0] ?? 0) - (b.began[0] ?? 0));
}

/** What is reported about a run. */
export function toReportedOutline({ summary }: RunDetail, spans: readonly WholeSpan[]): Outline {
  return {
    status: summary.status,
    outcome: summary.metadata?.outcome,
    error: summary.metadata?.error,
    counts: summary.counts,
    steps: toReportedSteps(spans).map(({ step }) => step),
  };
}

/** The steps of {@link toReportedOutline} with their times, in the same order. */
export function toReportedSteps(spans: readonly WholeSpan[]): TimedReport[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  function toPath(span: WholeSpan): string {
    const parent = span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
    const above = parent === undefined ? "" : toPath(parent);
    const name = toStepName(span);
    if (name === undefined) return above; // runs and HTTP calls are not steps of the agent
    return above === "" ? name : `${above} > ${name}`;
  }
  return spans
    .filter((span) => toStepName(span) !== undefined)
    .map((span) => {
      const end = span.state === "error" ? `error (${span.error})` : span.state;
      return { step: `${toPath(span)}${toFacts(span)}: ${end}`, startedAt: span.startedAt, endedAt: span.endedAt };
    })
    .sort((a, b) => compare(a.step, b.step) || a.startedAt - b.startedAt);
}

function toStepName({ kind, label, attributes }: WholeSpan): string | undefined {
  const read = (name: string, before = " ", after = "") => {
    const value = attributes[name];
    return typeof value === "string" || typeof value === "number" ? `${before}${value}${after}` : "";
  };
  switch (kind) {
    case "plan":
      return kind + read(ATTR_PLAN_SIZE);
    case "action":
      return kind + read(ATTR_GEN_AI_TOOL_NAME) + read(ATTR_PLAN_STEP);
    case "model_call":
      return kind + read(ATTR_MODEL_TYPE) + read(ATTR_MODEL_ATTEMPT, " (attempt ", ")");
    case "evaluator":
      return kind + read(ATTR_EVALUATOR_NAME);
    case "context_provider":
      return `${kind} ${label}`;
    case "composed_state":
    case "embedding":
      return kind;
    case "run":
    case "infrastructure":
      return undefined;
  }
}

function toFacts({ kind, attributes }: WholeSpan): string {
  const provider = attributes[ATTR_GEN_AI_PROVIDER_NAME];
  if (kind === "model_call" && typeof provider === "string") return ` by ${provider}`;
  const memoryId = attributes[ATTR_MEMORY_ID];
  return kind === "embedding" && typeof memoryId === "string" ? ` of ${memoryId}` : "";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
