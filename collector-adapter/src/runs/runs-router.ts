import {
  DEFAULT_RUNS_LIMIT,
  RUN_STATUSES,
  type AgentList,
  type RunList,
  type RunStats,
  type RunStatsBucket,
  type RunSummaryAnswer,
} from "@runline/contract";
import express, { type Router } from "express";
import { parseId, parseListRunsParams, parseRunName, parseStatsParams } from "../http/parse-request.ts";
import { countRunsByTime } from "../sql/count-runs-by-time.ts";
import { getRun } from "../sql/get-run.ts";
import { listAgents } from "../sql/list-agents.ts";
import { listRuns } from "../sql/list-runs.ts";
import { createNotFound } from "./create-not-found.ts";
import { formatCursor, readCursor } from "./cursor.ts";
import { readDetail } from "./read-detail.ts";
import type { ReadDesk } from "./read-desk.ts";
import { findRun } from "./read-run.ts";
import { createLeaveSignal, sendParts } from "./send-parts.ts";
import { toRunSummary } from "./to-run-summary.ts";

/** Bars of a chart when `buckets` is not given. */
const DEFAULT_STATS_BUCKETS = 60;

/** `GET /api/agents…`: agents, lists of runs, one run, the counts of the charts. */
export function createRunsRouter(desk: ReadDesk): Router {
  const { session: database } = desk;
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
    const found = await findRun(database, name);
    if (!found) throw createNotFound(name);
    const parts = readDetail(desk, found.run, found.folds, createLeaveSignal(response));
    await sendParts(response, "json", parts);
  });

  router.get("/api/agents/:agentId/runs/:runId/summary", async (request, response) => {
    const name = parseRunName(request);
    const run = await getRun(database, name);
    if (!run) throw createNotFound(name);
    const body: RunSummaryAnswer = { summary: toRunSummary(run) };
    response.json(body);
  });

  router.get("/api/agents/:agentId/stats", async (request, response) => {
    const agentId = parseId(request, "agentId");
    const { from, to, buckets = DEFAULT_STATS_BUCKETS, ...filter } = parseStatsParams(request);
    const bucketMs = (to - from) / buckets;
    const counts = await countRunsByTime(database, { agentId, from, to, bucketMs, ...filter });
    const filled = Array.from({ length: buckets }, (_, index): RunStatsBucket => {
      const zeros = { started: 0, lost: 0, completed: 0, timeout: 0, error: 0 };
      return { startedAt: from + index * bucketMs, ...zeros };
    });
    for (const { bucket, status, lost, runs } of counts) {
      const target = filled[Math.min(bucket, buckets - 1)]; // the last moment may round up to one bucket more
      if (!target) continue;
      if (RUN_STATUSES.includes(status)) target[status] += runs;
      if (lost) target.lost += runs;
    }
    const body: RunStats = { bucketMs, buckets: filled };
    response.json(body);
  });

  return router;
}
