import { ATTR_AGENT_ID, ATTR_ENTITY_ID, ATTR_ROOM_ID, ATTR_RUN_ID } from "@runline/contract";
import { diag } from "@opentelemetry/api";
import { isUuid, toTraceId } from "../ids.ts";
import { toRunEnd, toRunSpec } from "../spans/run-span.ts";
import type { RunHandle, RunInput } from "../types.ts";
import { createStepHandle } from "./step-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startRun(kit: StepKit, input: RunInput): RunHandle {
  const runId = toRunId(input.runId);
  const shared = {
    [ATTR_AGENT_ID]: input.agentId ?? kit.agent.agentId,
    [ATTR_ROOM_ID]: input.roomId !== undefined && isUuid(input.roomId) ? input.roomId : undefined,
    [ATTR_ENTITY_ID]: input.entityId,
  };
  const step = startStep(kit, {
    input,
    spec: toRunSpec(input, input.agentName ?? kit.agent.agentName, kit.content),
    toIdentity: () => ({ ...shared, [ATTR_RUN_ID]: runId }),
    toScope: (_outer, run) => ({ runId, shared, span: run }),
    ids: { traceId: toTraceId(runId) },
    link: input.queuedBy && { context: input.queuedBy },
  });
  return createStepHandle({
    ...step,
    runId,
    storage: kit.storage,
    toEnd: (result, error) => toRunEnd(result, error, kit.content),
  });
}

function toRunId(wanted: string | undefined): string {
  if (wanted !== undefined && isUuid(wanted)) return wanted.toLowerCase();
  const runId = globalThis.crypto.randomUUID();
  if (wanted !== undefined) {
    diag.warn(`Runline: run id "${wanted}" is no UUID; the run is called ${runId}. Pass a UUID to keep your own id.`);
  }
  return runId;
}
