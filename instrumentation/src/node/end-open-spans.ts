import { SpanStatusCode } from "@opentelemetry/api";
import type { Span } from "@opentelemetry/sdk-trace-node";
import {
  ATTR_AGENT_ID,
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_RUN_ID,
  ATTR_RUN_OUTCOME,
  ATTR_RUN_STATUS,
  OPERATION_RUN,
} from "@runline/contract";

/** Ends the spans of ours among `open`, inner ones first: the process is about to go, and nothing else will end them. */
export function endOpenSpans(open: Span[], reason: string): void {
  for (const span of open.toReversed()) {
    if (span.attributes[ATTR_RUN_ID] === undefined && span.attributes[ATTR_AGENT_ID] === undefined) continue;
    if (span.attributes[ATTR_GEN_AI_OPERATION_NAME] === OPERATION_RUN) {
      span.setAttributes({ [ATTR_RUN_STATUS]: "error", [ATTR_RUN_OUTCOME]: "error" });
    }
    span.setAttribute(ATTR_ERROR_TYPE, "process_exit");
    span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
    span.end();
  }
}
