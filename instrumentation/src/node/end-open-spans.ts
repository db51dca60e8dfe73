import { SpanStatusCode } from "@opentelemetry/api";
import type { Span } from "../opentelemetry-sdk.ts";
import {
  ATTR_AGENT_ID,
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_RUN_ID,
  ATTR_RUN_OUTCOME,
  ATTR_RUN_PHASE,
  ATTR_RUN_STATUS,
  OPERATION_RUN,
} from "@runline/contract";
import { now } from "../clock.ts";

/** Every span of ours has one of these, also that of an agent without an id outside any run. */
const MARKS = [ATTR_AGENT_ID, ATTR_RUN_ID, ATTR_RUN_PHASE];

/**
 * Ends the spans of ours among `open`, inner ones first, as nothing else will: the process, or with `agentId` only that
 * agent, is about to go.
 */
export function endOpenSpans(open: Span[], reason: string, agentId?: string): void {
  for (const span of open.toReversed()) {
    const isMeant =
      agentId === undefined
        ? MARKS.some((name) => span.attributes[name] !== undefined)
        : span.attributes[ATTR_AGENT_ID] === agentId;
    if (!isMeant) continue;
    if (span.attributes[ATTR_GEN_AI_OPERATION_NAME] === OPERATION_RUN) {
      span.setAttributes({ [ATTR_RUN_STATUS]: "error", [ATTR_RUN_OUTCOME]: "error" });
    }
    span.setAttribute(ATTR_ERROR_TYPE, agentId === undefined ? "process_exit" : "agent_stop");
    span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
    span.end(now());
  }
}
