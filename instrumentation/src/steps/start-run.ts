import { readUuid } from "@runline/contract";
import { toTraceId } from "../ids.ts";
import { reportProblem } from "../report-problem.ts";
import { findCause } from "../run-scope.ts";
import type { RunOwner, RunState } from "../run-scope.ts";
import { toRunEnd, toRunSpec } from "../spans/run-span.ts";
import type { RunHandle, RunInput, RunResult } from "../types.ts";
import { addOwnerIdentity } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startRun(kit: StepKit, input: RunInput): RunHandle {
  const runId = toRunId(input.runId);
  const owner: RunOwner = {
    agentId: input.agentId ?? kit.agent.agentId,
    roomId: readUuid(input.roomId),
    entityId: input.entityId,
    messageId: input.messageId,
  };
  const state: RunState = { isOpen: true };
  const step = startStep(kit, {
    input,
    spec: toRunSpec(input, input.agentName ?? kit.agent.agentName, kit.content),
    addIdentity: (attributes) => addOwnerIdentity(attributes, owner, runId),
    toRunScope: (_outer, span) => ({ runId, run: state, owner, span }),
    ids: { traceId: toTraceId(runId) },
    cause: input.queuedBy ?? (input.parent === undefined ? findCause(kit.storage.active()) : undefined),
  });
  return new SpanHandle<RunResult>(step, {
    runId,
    storage: kit.storage,
    state,
    toEnd: (result, error) => toRunEnd(result, error, kit.content),
  });
}

function toRunId(wanted: string | undefined): string {
  const given = readUuid(wanted);
  if (given !== undefined) return given;
  const runId = globalThis.crypto.randomUUID();
  if (wanted !== undefined) {
    reportProblem(`run id "${wanted}" is no UUID; the run is called ${runId}. Pass a UUID to keep your own id.`);
  }
  return runId;
}
