import { DEFAULT_RUNS_LIMIT, ListTracesParams, type TraceList, type TraceSummary } from "@runline/contract";
import express, { type Router } from "express";
import type { Session } from "../database/database.ts";
import { parseQuery } from "../http/parse-request.ts";
import type { TraceRow } from "../sql/fold-columns.ts";
import { listTraces } from "../sql/list-traces.ts";
import { formatCursor, readCursor } from "./cursor.ts";

/** `GET /api/traces`: the traces that are not a run. */
export function createTracesRouter(database: Session): Router {
  const router = express.Router();

  router.get("/api/traces", async (request, response) => {
    const { limit = DEFAULT_RUNS_LIMIT, cursor } = parseQuery(request, ListTracesParams);
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
