import {
  ATTR_GEN_AI_AGENT_PAUSE_ID,
  ATTR_GEN_AI_AGENT_PAUSE_REASON,
  ATTR_GEN_AI_AGENT_RESUMED_FROM_ID,
  ATTR_PAUSE_WAITS_FOR,
  CUT_MARK,
  cutText,
  EVENT_AGENT_PAUSED,
  EVENT_AGENT_RESUMED,
} from "@runline/contract";
import type { Attributes, OtlpSpan, OtlpSpanEvent } from "../../otlp/otlp-span.ts";
import { MAX_NAME_LENGTH } from "../../otlp/span-limits.ts";
import { readJson } from "../content/read-json.ts";
import { isRecord } from "../is-record.ts";
import { readMarker } from "./read-marker.ts";

/** Spans that pause and go on; those inside a part that goes on repeat what it says. */
const PARTS = new Set(["workflow_run", "agent_run"]);

/**
 * Mastra's words for a pause in those of the GenAI conventions. A workflow or an agent that waits says that it is suspended. What goes on is in
 * the same trace, below the span that it names.
 */
export function readMastraPauses(span: OtlpSpan): OtlpSpan | undefined {
  if (!PARTS.has(readMarker(span, "mastra.span.type"))) return undefined;
  const events = [toPaused(span), toResumed(span)].filter((event) => event !== undefined);
  const known = new Set(span.events.map(({ name }) => name)); // in what was exported from here
  const told = events.filter(({ name }) => !known.has(name));
  return told.length === 0 ? undefined : { ...span, events: [...span.events, ...told] };
}

function toPaused(span: OtlpSpan): OtlpSpanEvent | undefined {
  const attributes = span.endedAt === undefined ? undefined : findPause(span);
  if (attributes === undefined || span.endedAt === undefined) return undefined;
  return {
    name: EVENT_AGENT_PAUSED,
    timestamp: span.endedAt,
    attributes: { [ATTR_GEN_AI_AGENT_PAUSE_ID]: span.spanId, ...attributes },
  };
}

/** What is known of the pause: of an agent's, the tool that has to be allowed or asked something. */
function findPause(span: OtlpSpan): Attributes | undefined {
  if (readMarker(span, "mastra.workflow_run.status") === "suspended") return {};
  const output = readMarker(span, "mastra.agent_run.output");
  const said = output.startsWith('{"status":"suspended"') ? readJson(output) : undefined;
  if (!isRecord(said)) return undefined;
  const { reason, toolName } = said;
  if (typeof toolName !== "string") return {};
  const isApproval = reason === "tool-call-approval";
  const waitsFor = `${isApproval ? "approval of" : "an answer to"} ${toolName}`;
  return {
    ...(isApproval && { [ATTR_GEN_AI_AGENT_PAUSE_REASON]: "human_input" }),
    [ATTR_PAUSE_WAITS_FOR]: cutText(waitsFor, MAX_NAME_LENGTH, CUT_MARK),
  };
}

function toResumed(span: OtlpSpan): OtlpSpanEvent | undefined {
  const from = readMarker(span, "mastra.metadata.resumedFromSpanId");
  if (from === "" || from !== span.parentSpanId) return undefined;
  return {
    name: EVENT_AGENT_RESUMED,
    timestamp: span.startedAt,
    attributes: { [ATTR_GEN_AI_AGENT_RESUMED_FROM_ID]: from },
  };
}
