import {
  fromModelLogType,
  isKeyedByTrace,
  LOST_AFTER_MS,
  SpanUsage,
  type RunSpan,
  type SpanKind,
} from "@runline/contract";
import type { StoredSpan } from "../records/span-record.ts";
import type { OpenSpanRow, SpanRow } from "../sql/list-log-rows.ts";
import { readContentText } from "../spans/content/to-content.ts";
import { createAncestorSearch } from "./ancestor-search.ts";

/** Kinds under the names of older versions. They stand in most rows of a database: reading both spares writing those anew. */
const OLDER_KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ["state", "composed_state"],
  ["provider", "context_provider"],
]);

/** Every ended and open span, by start time, then id. */
export function toRunSpans(rows: { ended: readonly SpanRow[]; open: readonly OpenSpanRow[] }): RunSpan[] {
  const spans = new Map<string, RunSpan>();
  for (const { silentMs, body } of rows.open) {
    spans.set(toKey(body), { ...fromStoredSpan(body), state: silentMs > LOST_AFTER_MS ? "lost" : "open" });
  }
  // After the open ones: should a snapshot have outlived its final span, the final one replaces it.
  for (const row of rows.ended) {
    const { span } = row.body;
    if (span) spans.set(toKey(span), { ...fromStoredSpan(span), ...getUsage(row), ...getContent(row) });
  }
  return [...spans.values()].toSorted((a, b) => a.startedAt - b.startedAt || (a.spanId < b.spanId ? -1 : 1));
}

/** The spans of a run whose trace is its own: all but those below other runs in it. */
export function leaveOutOtherRuns(spans: readonly RunSpan[], ownKeys: ReadonlySet<string>): RunSpan[] {
  return spans.filter((span) => isKeyedByTrace(span) || ownKeys.has(span.runId));
}

/**
 * The spans of a run that joined somebody's trace: its own, those of the trace below them, and the callers above. Other
 * runs and other work of the same trace are left out.
 *
 * @param ownKeys - the run's id and those of its plans
 */
export function selectOwnSpans(spans: readonly RunSpan[], ownKeys: ReadonlySet<string>): RunSpan[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const getParentId = (spanId: string) => byId.get(spanId)?.parentSpanId;
  /** Whether the nearest ancestor that belongs to any run belongs to this one. */
  const isOwn = createAncestorSearch(getParentId, (spanId) => {
    const span = byId.get(spanId);
    return span && !isKeyedByTrace(span) ? ownKeys.has(span.runId) : undefined;
  });

  const callers = new Set<string>();
  for (const span of spans) {
    if (!isOwn(span.spanId)) continue;
    let callerId = span.parentSpanId;
    while (callerId !== undefined && !callers.has(callerId) && !isOwn(callerId)) {
      callers.add(callerId);
      callerId = getParentId(callerId);
    }
  }
  return spans.flatMap((span) => {
    if (isOwn(span.spanId)) return [span];
    return callers.has(span.spanId) ? [{ ...span, caller: true }] : [];
  });
}

function fromStoredSpan(span: StoredSpan): StoredSpan {
  const kind = OLDER_KINDS.get(span.kind);
  return kind === undefined ? span : { ...span, kind };
}

function toKey(span: StoredSpan): string {
  return `${span.traceId}/${span.spanId}`;
}

function getUsage({ type, body }: SpanRow): Pick<RunSpan, "usage"> {
  if (type !== "embedding_event" && fromModelLogType(type) === undefined) return {};
  const usage = SpanUsage.safeParse(body).data ?? {};
  return Object.keys(usage).length === 0 ? {} : { usage };
}

function getContent({ type, body }: SpanRow): Pick<RunSpan, "input" | "output"> {
  const [inputText, outputText] =
    type === "action"
      ? [body["options"], body["result"]]
      : fromModelLogType(type) === undefined
        ? [body["input"], body["output"]]
        : [body["prompt"], body["response"]];
  const form = type === "action" || type === "embedding_event" ? "value" : "messages";
  const input = readContentText(inputText, form, "user");
  const output = readContentText(outputText, form, "assistant");
  return { ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
}
