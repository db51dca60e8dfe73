import { SpanSearchParams, type SpanAnswer, type SpanDetail, type SpanSearchAnswer } from "@runline/contract";
import express, { type Request, type Response, type Router } from "express";
import { ApiError } from "../http/api-error.ts";
import { parseAfter, parseQuery, parseRunName, parseSpanId, parseTraceId } from "../http/parse-request.ts";
import type { FoldPlace } from "../sql/fold-columns.ts";
import { listFoldsOfTrace } from "../sql/list-folds.ts";
import type { RunRow } from "../sql/run-columns.ts";
import { toTraceKey } from "../uuid.ts";
import { createNotFound } from "./create-not-found.ts";
import type { FoldsOfAnswer, ReadDesk } from "./read-desk.ts";
import { findRun, readSpanOfRun, type FoundRun } from "./read-run.ts";
import { readSpan } from "./read-span.ts";
import { readSpans } from "./read-spans.ts";
import { createLeaveSignal, LINES, sendParts } from "./send-parts.ts";
import { createSpanSearch } from "./search-spans.ts";
import type { SpansOf } from "./spans-job.ts";

/**
 * `GET …/spans`, `GET …/spans/:spanId` and `GET …/search`, of a run and of a trace.
 *
 * @param onShown - hears of each run whose spans are asked for, before they are read
 */
export function createSpansRouter(desk: ReadDesk, onShown: (run: RunRow) => void): Router {
  const router = express.Router();
  const searchSpans = createSpanSearch(desk.session);

  router.get("/api/agents/:agentId/runs/:runId/spans", async (request, response) => {
    const { run, folds } = await getRunOf(request);
    onShown(run);
    const { agentId, runId, rootSpanId } = run;
    await send(request, response, { run: { agentId, runId, rootSpanId } }, folds);
  });

  router.get("/api/agents/:agentId/runs/:runId/spans/:spanId", async (request, response) => {
    const spanId = parseSpanId(request);
    const found = await getRunOf(request);
    answer(response, await readSpanOfRun(desk.session, found, spanId), `run ${found.run.runId} has no span ${spanId}`);
  });

  router.get("/api/traces/:traceId/spans", async (request, response) => {
    const traceId = parseTraceId(request);
    await send(request, response, { traceId }, { own: await getFoldsOf(traceId), around: [] });
  });

  router.get("/api/traces/:traceId/spans/:spanId", async (request, response) => {
    const [traceId, spanId] = [parseTraceId(request), parseSpanId(request)];
    const folds = await getFoldsOf(traceId);
    answer(response, await readSpan(desk.session, folds, spanId, () => true), `trace ${traceId} has no span ${spanId}`);
  });

  router.get("/api/agents/:agentId/runs/:runId/search", async (request, response) => {
    const { folds } = await getRunOf(request);
    await search(request, response, [...folds.own, ...folds.around]);
  });

  router.get("/api/traces/:traceId/search", async (request, response) => {
    await search(request, response, await getFoldsOf(parseTraceId(request)));
  });

  async function search(request: Request, response: Response, folds: readonly FoldPlace[]): Promise<void> {
    const { text } = parseQuery(request, SpanSearchParams);
    const signal = createLeaveSignal(response);
    try {
      const body: SpanSearchAnswer = await searchSpans(folds, text, signal);
      response.json(body);
    } catch (error) {
      if (!signal.aborted) throw error; // the reader has left, which is what stopped the work
    }
  }

  async function getRunOf(request: Request): Promise<FoundRun> {
    const name = parseRunName(request);
    const found = await findRun(desk.session, name);
    if (!found) throw createNotFound(name);
    return found;
  }

  async function getFoldsOf(traceId: string) {
    const folds = await listFoldsOfTrace(desk.session, toTraceKey(traceId));
    if (folds.length === 0) throw new ApiError("NOT_FOUND", `Nothing was received of the trace ${traceId}.`);
    return folds;
  }

  async function send(request: Request, response: Response, of: SpansOf, folds: FoldsOfAnswer): Promise<void> {
    const form = request.accepts(["json", LINES]) === LINES ? "lines" : "json";
    const signal = createLeaveSignal(response);
    const parts = readSpans(desk, of, folds, { form, after: parseAfter(request), signal });
    await sendParts(response, form === "lines" ? LINES : "json", parts);
  }

  return router;
}

function answer(response: Response, span: SpanDetail | undefined, missing: string): void {
  if (!span) throw new ApiError("NOT_FOUND", `The ${missing}.`);
  const body: SpanAnswer = { span };
  response.json(body);
}
