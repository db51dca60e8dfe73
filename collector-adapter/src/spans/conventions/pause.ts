import {
  ATTR_GEN_AI_AGENT_EXECUTION_ID,
  ATTR_GEN_AI_AGENT_PAUSE_ID,
  ATTR_GEN_AI_AGENT_PAUSE_REASON,
  ATTR_GEN_AI_AGENT_RESUMED_FROM_ID,
  ATTR_PAUSE_WAITS_FOR,
  CUT_MARK,
  cutText,
  EVENT_AGENT_PAUSED,
  EVENT_AGENT_RESUMED,
} from "@runline/contract";
import { createSpan } from "../../otlp/create-span.ts";
import type { OtlpSpan, OtlpSpanEvent } from "../../otlp/otlp-span.ts";
import { MAX_NAME_LENGTH } from "../../otlp/span-limits.ts";
import { makeSpanId } from "../made-ids.ts";
import type { Convention } from "./convention.ts";
import { flag, text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

const IS_PAUSE = { attribute: "event.name", is: [EVENT_AGENT_PAUSED] };

/** Who is waited for, where nothing says it in other words. */
const WAITS_FOR = new Map([
  ["human_input", "a person"],
  ["external_system", "another system"],
]);

/**
 * Agents that pause, as is proposed for the GenAI conventions: in events of the agent's span or in log records. A pause is a span that begins
 * with it, below that of the agent, and the fold finds out until when the run waits. All parts of a run name one execution.
 */
export const pause: Convention = {
  name: "gen_ai",
  kindOf: (span) => (readMarker(span, "event.name") === EVENT_AGENT_PAUSED ? "infrastructure" : undefined),
  facts: [
    text("runId", ATTR_GEN_AI_AGENT_EXECUTION_ID),
    text("pauseId", ATTR_GEN_AI_AGENT_PAUSE_ID),
    text("waitsFor", ATTR_PAUSE_WAITS_FOR),
    flag("isWait", IS_PAUSE),
    flag("isPause", IS_PAUSE),
  ],
  content: [],
  spansOf({ name, traceId, spanId, timestamp, attributes, resource, scopeName, scopeVersion }) {
    if (name !== EVENT_AGENT_PAUSED || traceId === "") return undefined;
    const { [ATTR_GEN_AI_AGENT_PAUSE_ID]: pauseId = "", [ATTR_GEN_AI_AGENT_PAUSE_REASON]: reason } = attributes;
    const { [ATTR_PAUSE_WAITS_FOR]: told } = attributes;
    const byReason = typeof reason === "string" ? WAITS_FOR.get(reason) : undefined;
    const waitsFor = typeof told === "string" && told !== "" ? told : (byReason ?? "an answer");
    const span = createSpan(resource);
    span.traceId = traceId;
    span.spanId = makeSpanId(EVENT_AGENT_PAUSED, traceId, spanId, timestamp, pauseId);
    span.parentSpanId = spanId === "" ? undefined : spanId;
    span.name = `waiting for ${waitsFor}`;
    span.startedAt = timestamp;
    span.endedAt = timestamp;
    span.attributes = { ...attributes, [ATTR_PAUSE_WAITS_FOR]: waitsFor, "event.name": EVENT_AGENT_PAUSED };
    span.scopeName = scopeName;
    span.scopeVersion = scopeVersion;
    return [span];
  },
};

/** Whether the run goes on after the end of the span, and waits. */
export function hasPaused({ events }: OtlpSpan): boolean {
  return events.some(({ name }) => name === EVENT_AGENT_PAUSED);
}

/** The execution that an agent's span is a part of, where its events alone name that. */
export function findExecution({ events }: OtlpSpan): string | undefined {
  return findText(events, [EVENT_AGENT_PAUSED, EVENT_AGENT_RESUMED], ATTR_GEN_AI_AGENT_EXECUTION_ID);
}

/** The pause after which a span goes on, by its events or by a log record of it. */
export function findResumedFrom({ events }: { events: readonly NamedEvent[] }): string | undefined {
  return findText(events, [EVENT_AGENT_RESUMED], ATTR_GEN_AI_AGENT_RESUMED_FROM_ID);
}

type NamedEvent = Pick<OtlpSpanEvent, "name" | "attributes">;

/** The first text that is not empty in an attribute of events of some names, as long as facts have it. */
function findText(events: readonly NamedEvent[], names: readonly string[], attribute: string): string | undefined {
  for (const { name, attributes } of events) {
    const value = names.includes(name) ? attributes[attribute] : undefined;
    if (typeof value === "string" && value !== "") return cutText(value, MAX_NAME_LENGTH, CUT_MARK);
  }
  return undefined;
}
