import { DEFAULT_RUNS_LIMIT, type TraceList, type TraceSummary } from "@runline/contract";
import express, { type Router } from "express";
import type { Database } from "../database/database.ts";
import { ApiError } from "../http/api-error.ts";
import { parseListTracesParams, parseTraceId } from "../http/parse-request.ts";
import type { TraceRow } from "../sql/fold-columns.ts";
import { listTraces } from "../sql/list-traces.ts";
import { formatCursor, readCursor } from "./cursor.ts";
import { readTraceSpans } from "./read-trace.ts";

/** `GET /api/traces…`: the traces that are no run, and the spans of any trace. */
export function createTracesRouter(database: Database): Router {
  const router = express.Router();

  router.get("/api/traces", async (request, response) => {
    const { limit = DEFAULT_RUNS_LIMIT, cursor } = parseListTracesParams(request);
    const { rows, total } = await listTraces(database, limit + 1, readCursor(cursor));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const hasMore = rows.length > limit;
    const body: TraceList = {
      traces: page.map(toTraceSummary),
      total,
      hasMore,
      ...(hasMore && last && { nextCursor: formatCursor({ startedAt: last.startedAt, id: last.traceKey }) }),
    };
    response.json(body);
  });

  router.get("/api/traces/:traceId/spans", async (request, response) => {
    const traceId = parseTraceId(request);
    const spans = await readTraceSpans(database, traceId);
    if (!spans) throw new ApiError("NOT_FOUND", `Nothing was received of the trace ${traceId}.`);
    response.json(spans);
  });

  return router;
}

function toTraceSummary({ traceKey, ...row }: TraceRow): TraceSummary {
  const startedAt = Math.floor(row.startedAt);
  const endedAt = row.endedAt === null ? undefined : Math.floor(row.endedAt);
  return {
    traceId: traceKey.replaceAll("-", ""),
    name: row.name,
    serviceName: row.serviceName,
    status: row.status,
    spans: row.spans,
    startedAt,
    ...(endedAt !== undefined && { endedAt, durationMs: endedAt - startedAt }),
  };
}
