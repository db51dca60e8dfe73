import { SpanKind } from "@opentelemetry/api";
import { ATTR_GEN_AI_OPERATION_NAME, ATTR_PLAN_SIZE, OPERATION_PLAN } from "@runline/contract";
import { identifyPlanStep } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepHandle, StepInput, StepKind, StepKit } from "./step.ts";

/** Input of a plan: one batch of actions. */
export interface PlanInput extends StepInput {
  /** The plan's own run id. Default: a new random UUID. */
  runId?: string | undefined;
  /** Number of actions. */
  size?: number | undefined;
}

/** Handle of a plan. */
export type PlanHandle = StepHandle;

const PLAN: StepKind<PlanInput & { runId: string }> = {
  spanKind: SpanKind.INTERNAL,
  toName: () => OPERATION_PLAN,
  toAttributes: ({ size }) => ({ [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_PLAN, [ATTR_PLAN_SIZE]: size }),
  identify: (attributes, around, { runId }, kit) => identifyPlanStep(attributes, around, runId, kit),
  enter: (around, span, { runId }) => around && { ...around, planRunId: runId, span },
};

export function startPlan(kit: StepKit, input: PlanInput): PlanHandle {
  const runId = input.runId ?? globalThis.crypto.randomUUID();
  return new SpanHandle(startStep(kit, PLAN, { ...input, runId }));
}
