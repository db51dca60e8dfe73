import type { FoldSpan } from "../../src/fold/fold-span.ts";
import { foldSpans } from "../../src/fold/fold-spans.ts";

/** Id of a span that never comes. */
export const ABSENT = "00000000000000ff";

/** A span of a {@link createFoldTrace}: ms after the start of the trace, the span above it, and any fact. */
type Place = Partial<FoldSpan> & { from?: number; to?: number; in?: FoldSpan; below?: string };

const STARTED_AT = 1_795_000_000_000;
let traces = 0;

/**
 * Spans of one trace as facts, for tests of the fold. `in` is the span above, `below` the id of one that never comes; without
 * `to` a span lasts 100 ms.
 *
 * @example
 * const trace = createFoldTrace();
 * const agent = trace.agent("planner", { to: 900 });
 * foldSpans([agent, trace.chat({ in: agent, from: 10 })]);
 */
export function createFoldTrace() {
  traces += 1;
  const traceId = traces.toString(16).padStart(32, "0");
  let spans = 0;

  function span(
    kind: FoldSpan["kind"],
    name: string,
    { from = 0, to = from + 100, in: above, below, ...facts }: Place,
  ): FoldSpan {
    spans += 1;
    const parentSpanId = above?.spanId ?? below;
    return {
      traceId,
      spanId: spans.toString(16).padStart(16, "0"),
      ...(parentSpanId !== undefined && { parentSpanId }),
      kind,
      name,
      label: name,
      convention: kind === "infrastructure" ? "none" : "gen_ai",
      scope: "test",
      serviceName: "weather",
      startedAt: STARTED_AT + from,
      endedAt: STARTED_AT + to,
      ...facts,
    };
  }

  return {
    traceId,
    /** The trace's id as that of a run. */
    runId: traceId.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
    at: (ms: number) => STARTED_AT + ms,
    agent: (agentName: string, place: Place = {}) =>
      span("run", `invoke_agent ${agentName}`, { agentName, label: agentName, ...place }),
    /** A step that its framework marks like the whole. */
    chain: (name: string, place: Place = {}) =>
      span("infrastructure", name, { isChain: true, convention: "openinference", ...place }),
    workflow: (name: string, place: Place = {}) => span("run", name, place),
    chat: (place: Place = {}) => span("model_call", "chat gpt-4o", { model: "gpt-4o", label: "gpt-4o", ...place }),
    embedding: (place: Place = {}) => span("embedding", "embeddings", { model: "embedder", ...place }),
    tool: (toolName: string, place: Place = {}) =>
      span("action", `execute_tool ${toolName}`, { toolName, label: toolName, ...place }),
    evaluator: (place: Place = {}) => span("evaluator", "evaluate", place),
    infra: (name: string, place: Place = {}) => span("infrastructure", name, place),
    span,
  };
}

/** The same span while it goes on: without what only its end knows. */
export function toOpen({
  endedAt: _endedAt,
  status: _status,
  error: _error,
  runStatus: _runStatus,
  tokens: _tokens,
  ...span
}: FoldSpan): FoldSpan {
  return { ...span, heartbeat: true };
}

/** A failed span's facts. */
export const failed = (error: string) => ({ status: "error" as const, error });

/** Each run with its name, its status and the labels of the spans that count for it. */
export function listRuns(spans: readonly FoldSpan[]) {
  const { runs, marks } = foldSpans(spans);
  return runs.map(({ name, status, runId }) => [
    name,
    status,
    spans
      .filter((_, index) => marks[index]?.runId === runId)
      .map(({ label }) => label)
      .join(" "),
  ]);
}
