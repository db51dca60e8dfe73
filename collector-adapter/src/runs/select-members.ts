import type { OtherAgent } from "@runline/contract";
import type { FoldedRun, SpanMark } from "../fold/fold-result.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { toTraceKey } from "../uuid.ts";
import { createAncestorSearch } from "./ancestor-search.ts";
import { toSpanKey } from "../fold/span-key.ts";
import type { GatheredFold } from "./gather-facts.ts";

/** A span that is shown with a run. */
export interface Member {
  span: StoredFacts;
  mark: SpanMark;
  /** Whether the span stands above the run: a caller that the run joined. */
  isCaller: boolean;
  /** Whose run the span belongs to, when that is another one. */
  otherAgent: OtherAgent | undefined;
  /** How far the clock of the span is off from that of the run, in ms. */
  clockOffsetMs: number;
}

/** What names a run and the span that stands for it. */
export interface ShownRun {
  agentId: string;
  runId: string;
  rootSpanId?: string | null | undefined;
}

/**
 * The spans that are shown with a run: its own, all below them, whosever they are, and the callers above. What an agent
 * has no part in is shown with the run that has the id of the trace.
 */
export function selectMembers(
  spans: readonly StoredFacts[],
  { runs, marks }: GatheredFold["result"],
  { agentId, runId, rootSpanId }: ShownRun,
): Member[] {
  const getParent = createParentSearch(spans, marks);
  const isOwn = (place: number): true | undefined => {
    const mark = marks[place];
    return (mark?.runId === runId && mark.agentId === agentId) || undefined;
  };
  const isInside = createAncestorSearch(getParent, isOwn);

  const callers = new Set<number>();
  for (const place of spans.keys()) {
    if (!isOwn(place)) continue;
    for (let above = getParent(place); above !== undefined; above = getParent(above)) {
      if (callers.has(above) || isInside(above)) break;
      callers.add(above);
    }
  }
  const ownsTrace = runs.find((run) => run.runId === runId)?.agentId === agentId;
  const isBeside = ({ traceId, kind }: StoredFacts, mark: SpanMark) =>
    mark.runId === undefined && kind === "infrastructure" && ownsTrace && toTraceKey(traceId) === runId;
  const names = toOtherAgents(runs);
  const clockOffsetMs = toOffset(marks[spans.findIndex(({ spanId }, place) => spanId === rootSpanId && isOwn(place))]);
  return spans.flatMap((span, place) => {
    const mark = marks[place];
    if (!mark || !(isInside(place) || callers.has(place) || isBeside(span, mark))) return [];
    const isCaller = callers.has(place) || (mark.isCaller === true && isOwn(place) === true);
    const otherAgent = isOwn(place) ? undefined : names.get(toRunKey(mark));
    return [{ span, mark, isCaller, otherAgent, clockOffsetMs: toOffset(mark) - clockOffsetMs }];
  });
}

/** All spans of a trace, each with the agent whose run it belongs to. */
export function selectTrace(
  spans: readonly StoredFacts[],
  { runs, marks }: GatheredFold["result"],
  traceId: string,
): Member[] {
  const names = toOtherAgents(runs);
  return spans.flatMap((span, index) => {
    const mark = marks[index];
    if (!mark || span.traceId !== traceId) return [];
    return [{ span, mark, isCaller: false, otherAgent: names.get(toRunKey(mark)), clockOffsetMs: toOffset(mark) }];
  });
}

/** Finds the place of the parent of the span at a place. */
function createParentSearch(
  spans: readonly StoredFacts[],
  marks: readonly SpanMark[],
): (place: number) => number | undefined {
  const places = new Map(spans.map((span, place) => [toSpanKey(span), place]));
  const parents = spans.map(({ traceId, parentSpanId }, place) => {
    const above =
      marks[place]?.mirrorOf ?? (parentSpanId === undefined ? undefined : { traceId, spanId: parentSpanId });
    return above && places.get(toSpanKey(above));
  });
  return (place) => parents[place];
}

/** Marks go by the clock of the outermost span. */
function toOffset(mark: SpanMark | undefined): number {
  return mark?.clockOffsetMs ?? 0;
}

function toOtherAgents(runs: readonly FoldedRun[]): Map<string, OtherAgent> {
  return new Map(runs.map((run) => [toRunKey(run), { agentId: run.agentId, name: run.name, runId: run.runId }]));
}

function toRunKey({ agentId, runId }: { agentId?: string | undefined; runId?: string | undefined }): string {
  return `${agentId}/${runId}`;
}
