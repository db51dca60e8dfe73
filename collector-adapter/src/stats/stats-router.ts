import {
  AllRunStatsParams,
  AllStepStatsParams,
  ListStepsParams,
  RunStatsParams,
  StepStatsParams,
} from "@runline/contract";
import express, { type Router } from "express";
import type { Session } from "../database/database.ts";
import { parseId, parseRangeQuery } from "../http/parse-request.ts";
import { readRunStats } from "./read-run-stats.ts";
import { readStepStats } from "./read-step-stats.ts";
import { readSteps } from "./read-steps.ts";

/** `GET …/stats`, `GET …/stats/steps`, of an agent or of all, and `GET /api/steps`. */
export function createStatsRouter(database: Session): Router {
  const router = express.Router();

  router.get("/api/agents/:agentId/stats", async (request, response) => {
    const agentId = parseId(request, "agentId");
    response.json(await readRunStats(database, [agentId], parseRangeQuery(request, RunStatsParams)));
  });

  router.get("/api/stats", async (request, response) => {
    const { agentId: agentIds, ...params } = parseRangeQuery(request, AllRunStatsParams);
    response.json(await readRunStats(database, agentIds, params));
  });

  router.get("/api/agents/:agentId/stats/steps", async (request, response) => {
    const agentId = parseId(request, "agentId");
    response.json(await readStepStats(database, [agentId], parseRangeQuery(request, StepStatsParams)));
  });

  router.get("/api/stats/steps", async (request, response) => {
    const { agentId: agentIds, ...params } = parseRangeQuery(request, AllStepStatsParams);
    response.json(await readStepStats(database, agentIds, params));
  });

  router.get("/api/steps", async (request, response) => {
    response.json(await readSteps(database, parseRangeQuery(request, ListStepsParams)));
  });

  return router;
}
