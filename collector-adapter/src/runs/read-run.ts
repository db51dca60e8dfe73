import type { SpanDetail } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { getRun, type RunName } from "../sql/get-run.ts";
import { listFolds } from "../sql/list-folds.ts";
import type { RunRow } from "../sql/run-columns.ts";
import type { FoldsOfAnswer } from "./read-desk.ts";
import { readSpan } from "./read-span.ts";

/** A run, and where its spans are with all that is known of its trace. */
export interface FoundRun {
  run: RunRow;
  folds: FoldsOfAnswer;
}

/** The run of that name; `undefined` when there is none. */
export async function findRun(session: Session, name: RunName): Promise<FoundRun | undefined> {
  const run = await getRun(session, name);
  if (!run) return undefined;
  const { foldKey, traceKey } = run;
  const near = await listFolds(session, [...new Set([foldKey, traceKey])]);
  const known = new Set(near.map((fold) => fold.foldKey));
  const isOwn = (fold: { foldKey: string }) => fold.foldKey === foldKey;
  // A run that was resumed has spans in several traces, and callers in each of them.
  const traces = near.filter(isOwn).flatMap(({ traceKeys }) => traceKeys);
  const others = [...traces, ...near.flatMap(({ joined }) => joined)].filter((key) => !known.has(key));
  const far = others.length === 0 ? [] : await listFolds(session, [...new Set(others)]);
  return { run, folds: { own: near.filter(isOwn), around: [...near.filter((fold) => !isOwn(fold)), ...far] } };
}

/** What was sent of a span of the run. Where two agents claim one run, each sees the spans that name it. */
export function readSpanOfRun(session: Session, found: FoundRun, spanId: string): Promise<SpanDetail | undefined> {
  const { run, folds } = found;
  const all = [...folds.own, ...folds.around];
  const claims = all.flatMap(({ runs }) => runs).filter(({ runId }) => runId === run.runId);
  const isShown = (agentId: string | null) => claims.length < 2 || agentId === run.agentId;
  return readSpan(session, all, spanId, isShown);
}
