import {
  DEFAULT_RUNS_LIMIT,
  RUN_STATUSES,
  type AgentList,
  type RunList,
  type RunStats,
  type RunStatsBucket,
} from "@runline/contract";
import express, { type Request, type Router } from "express";
import type { Database } from "../database/database.ts";
import { ApiError } from "../http/api-error.ts";
import { parseId, parseListRunsParams, parseRoomId, parseStatsParams } from "../http/parse-request.ts";
import { countRunsByTime } from "../sql/count-runs-by-time.ts";
import type { RunName } from "../sql/get-run.ts";
import { listAgents } from "../sql/list-agents.ts";
import { listRuns } from "../sql/list-runs.ts";
import { formatCursor, readCursor } from "./cursor.ts";
import { readRunDetail, readRunSpans } from "./read-run.ts";
import { toRunSummary } from "./to-run-summary.ts";

/** Bars of a chart when `buckets` is not given. */
const DEFAULT_STATS_BUCKETS = 60;

/** `GET /api/agents…`: agents, lists of runs, one run, its spans, the counts of the charts. */
export function createRunsRouter(database: Database): Router {
  const router = express.Router();

  router.get("/api/agents", async (_request, response) => {
    const body: AgentList = { agents: await listAgents(database) };
    response.json(body);
  });

  router.get("/api/agents/:agentId/runs", async (request, response) => {
    const agentId = parseId(request, "agentId");
    const { limit = DEFAULT_RUNS_LIMIT, cursor, ...filter } = parseListRunsParams(request);
    const { rows, total } = await listRuns(database, { agentId, ...filter }, limit + 1, readCursor(cursor));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const hasMore = rows.length > limit;
    const body: RunList = {
      runs: page.map(toRunSummary),
      total,
      hasMore,
      ...(hasMore && last && { nextCursor: formatCursor({ startedAt: last.startedAt, id: last.runId }) }),
    };
    response.json(body);
  });

  router.get("/api/agents/:agentId/runs/:runId", async (request, response) => {
    const name = parseRunName(request);
    const detail = await readRunDetail(database, name);
    if (!detail) throw notFound(name);
    response.json(detail);
  });

  router.get("/api/agents/:agentId/runs/:runId/spans", async (request, response) => {
    const name = parseRunName(request);
    const spans = await readRunSpans(database, name);
    if (!spans) throw notFound(name);
    response.json(spans);
  });

  router.get("/api/agents/:agentId/stats", async (request, response) => {
    const agentId = parseId(request, "agentId");
    const { from, to, buckets = DEFAULT_STATS_BUCKETS, ...filter } = parseStatsParams(request);
    const bucketMs = (to - from) / buckets;
    const counts = await countRunsByTime(database, { agentId, from, to, bucketMs, ...filter });
    const filled = Array.from({ length: buckets }, (_, index): RunStatsBucket => {
      const zeros = { started: 0, completed: 0, timeout: 0, error: 0 };
      return { startedAt: from + index * bucketMs, ...zeros };
    });
    for (const { bucket, status, runs } of counts) {
      const target = filled[Math.min(bucket, buckets - 1)]; // the last moment may round up to one bucket more
      if (target && RUN_STATUSES.includes(status)) target[status] += runs;
    }
    const body: RunStats = { bucketMs, buckets: filled };
    response.json(body);
  });

  return router;
}

function parseRunName(request: Request): RunName {
  return { agentId: parseId(request, "agentId"), runId: parseId(request, "runId"), roomId: parseRoomId(request) };
}

function notFound({ agentId, runId, roomId }: RunName): ApiError {
  return new ApiError(
    "NOT_FOUND",
    `There is no run ${runId} of agent ${agentId}${roomId ? ` in room ${roomId}` : ""}.`,
  );
}
