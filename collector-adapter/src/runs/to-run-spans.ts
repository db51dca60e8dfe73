import { fromModelLogType, type RunSpan } from "@runline/contract";
import type { StoredSpan } from "../database/log-row.ts";
import type { ReadLogRow, ReadOpenSpan } from "../sql/list-log-rows.ts";
import { LOST_AFTER_MS } from "./to-run-summary.ts";

/** Every ended and open span among the rows, by start time, then id. */
export function toRunSpans(rows: readonly ReadLogRow[], open: readonly ReadOpenSpan[]): RunSpan[] {
  const spans = new Map<string, RunSpan>();
  for (const { silentMs, body } of open) {
    spans.set(toKey(body), { ...body, state: silentMs > LOST_AFTER_MS ? "lost" : "open" });
  }
  // After the open ones: should a snapshot have outlived its final span, the final one replaces it.
  for (const row of rows) {
    if (row.body.span) spans.set(toKey(row.body.span), { ...row.body.span, ...getContent(row) });
  }
  return [...spans.values()].toSorted((a, b) => a.startedAt - b.startedAt || (a.spanId < b.spanId ? -1 : 1));
}

/**
 * The spans of a run that joined somebody's trace: its own, those of the trace below them, and the callers above. Other
 * runs and other work of the same trace are left out.
 *
 * @param ownKeys - the run's id and those of its plans
 */
export function selectOwnSpans(spans: readonly RunSpan[], ownKeys: ReadonlySet<string>): RunSpan[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const kept = new Map<string, boolean>();

  /** Whether the nearest ancestor that belongs to any run belongs to this one. In a loop: chains may be too long to recurse. */
  function isOwn(span: RunSpan): boolean {
    const chain: string[] = [];
    let own: boolean | undefined;
    for (let next: RunSpan | undefined = span; next !== undefined && own === undefined; next = getParent(next)) {
      own = kept.get(next.spanId);
      if (own === undefined) {
        chain.push(next.spanId);
        kept.set(next.spanId, false); // ends a loop of parents
        if (isOfARun(next)) own = ownKeys.has(next.runId);
      }
    }
    for (const spanId of chain) kept.set(spanId, own ?? false);
    return own ?? false;
  }

  function getParent(span: RunSpan): RunSpan | undefined {
    return span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
  }

  const own = spans.filter(isOwn);
  const callers = new Set<string>();
  for (const span of own) {
    let parentId = span.parentSpanId;
    while (parentId !== undefined && !callers.has(parentId) && kept.get(parentId) === false) {
      callers.add(parentId);
      parentId = byId.get(parentId)?.parentSpanId;
    }
  }
  return spans.flatMap((span) => {
    if (kept.get(span.spanId)) return [span];
    return callers.has(span.spanId) ? [{ ...span, caller: true }] : [];
  });
}

/** A span outside any run has the bucket of its trace as its run id. */
function isOfARun(span: RunSpan): boolean {
  return span.runId.replaceAll("-", "") !== span.traceId;
}

function toKey(span: StoredSpan): string {
  return `${span.traceId}/${span.spanId}`;
}

function getContent({ type, body }: ReadLogRow): Pick<RunSpan, "input" | "output"> {
  const [input, output] =
    type === "action"
      ? [body["options"], body["result"]]
      : fromModelLogType(type) === undefined
        ? [body["input"], body["output"]]
        : [body["prompt"], body["response"]];
  return { ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
}
