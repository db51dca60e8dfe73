import express, { type Router } from "express";
import type { Session } from "../database/database.ts";
import {
  parseAllStatsParams,
  parseAllStepStatsParams,
  parseId,
  parseListStepsParams,
  parseStatsParams,
  parseStepStatsParams,
} from "../http/parse-request.ts";
import { readRunStats } from "./read-run-stats.ts";
import { readStepStats } from "./read-step-stats.ts";
import { readSteps } from "./read-steps.ts";

/** `GET …/stats`, `GET …/stats/steps`, of an agent or of all, and `GET /api/steps`. */
export function createStatsRouter(database: Session): Router {
  const router = express.Router();

  router.get("/api/agents/:agentId/stats", async (request, response) => {
    const agentId = parseId(request, "agentId");
    response.json(await readRunStats(database, [agentId], parseStatsParams(request)));
  });

  router.get("/api/stats", async (request, response) => {
    const { agentId: agentIds, ...params } = parseAllStatsParams(request);
    response.json(await readRunStats(database, agentIds, params));
  });

  router.get("/api/agents/:agentId/stats/steps", async (request, response) => {
    const agentId = parseId(request, "agentId");
    response.json(await readStepStats(database, [agentId], parseStepStatsParams(request)));
  });

  router.get("/api/stats/steps", async (request, response) => {
    const { agentId: agentIds, ...params } = parseAllStepStatsParams(request);
    response.json(await readStepStats(database, agentIds, params));
  });

  router.get("/api/steps", async (request, response) => {
    response.json(await readSteps(database, parseListStepsParams(request)));
  });

  return router;
}
