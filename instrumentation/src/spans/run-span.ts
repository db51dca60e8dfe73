import { SpanKind } from "@opentelemetry/api";
import {
  ATTR_ENTITY_NAME,
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_ROOM_NAME,
  ATTR_RUN_OUTCOME,
  ATTR_RUN_STATUS,
  ATTR_SOURCE,
  OPERATION_RUN,
  toMessages,
} from "@runline/contract";
import type { ContentFormat } from "../content/create-content-format.ts";
import type { RunInput, RunResult } from "../types.ts";
import type { StepEnd, StepSpec } from "./step-spec.ts";

/** `agentName` is the run's or else the tracer's. */
export function toRunSpec(input: RunInput, agentName: string | undefined, content: ContentFormat): StepSpec {
  return {
    name: agentName === undefined ? OPERATION_RUN : `${OPERATION_RUN} ${agentName}`,
    kind: SpanKind.INTERNAL,
    attributes: {
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_RUN,
      [ATTR_GEN_AI_AGENT_NAME]: agentName,
      [ATTR_GEN_AI_CONVERSATION_ID]: input.roomId,
      [ATTR_ROOM_NAME]: input.roomName,
      [ATTR_ENTITY_NAME]: input.entityName,
      [ATTR_SOURCE]: input.source,
      [ATTR_GEN_AI_INPUT_MESSAGES]: content(ATTR_GEN_AI_INPUT_MESSAGES, input.input, (value) =>
        toMessages("user", value),
      ),
    },
  };
}

export function toRunEnd(result: RunResult, error: unknown, content: ContentFormat): StepEnd {
  const status = result.status ?? (error === undefined ? "completed" : "error");
  return {
    attributes: {
      [ATTR_RUN_STATUS]: status,
      [ATTR_RUN_OUTCOME]: result.outcome ?? status,
      [ATTR_GEN_AI_OUTPUT_MESSAGES]: content(ATTR_GEN_AI_OUTPUT_MESSAGES, result.output, (value) =>
        toMessages("assistant", value),
      ),
    },
    error: status === "completed" ? undefined : (error ?? { name: status, message: `The run ended with ${status}` }),
  };
}
