import {
  ListAllRunsParams,
  ListCausesParams,
  ListRoomsParams,
  ListRunsParams,
  type AgentList,
  type RunSummaryAnswer,
} from "@runline/contract";
import express, { type Router } from "express";
import { parseId, parseListQuery, parseQuery, parseRunName } from "../http/parse-request.ts";
import { getRun } from "../sql/get-run.ts";
import { listAgents } from "../sql/list-agents.ts";
import { createNotFound } from "./create-not-found.ts";
import { readCauses } from "./read-causes.ts";
import { readDetail } from "./read-detail.ts";
import type { ReadDesk } from "./read-desk.ts";
import { readRooms } from "./read-rooms.ts";
import { readRunList } from "./read-run-list.ts";
import { findRun } from "./read-run.ts";
import { createLeaveSignal, sendParts } from "./send-parts.ts";
import { toRunSummary } from "./to-run-summary.ts";

/** `GET /api/agents…`: agents, lists of runs, one run; beside it the list over all agents, and failed runs by their cause. */
export function createRunsRouter(desk: ReadDesk): Router {
  const { session: database } = desk;
  const router = express.Router();

  router.get("/api/agents", async (_request, response) => {
    const body: AgentList = { agents: await listAgents(database) };
    response.json(body);
  });

  router.get("/api/agents/:agentId/runs", async (request, response) => {
    const agentId = parseId(request, "agentId");
    response.json(await readRunList(database, [agentId], parseListQuery(request, ListRunsParams)));
  });

  router.get("/api/runs", async (request, response) => {
    const { agentId: agentIds, ...params } = parseListQuery(request, ListAllRunsParams);
    response.json(await readRunList(database, agentIds, params));
  });

  router.get("/api/rooms", async (request, response) => {
    const { agentId: agentIds } = parseQuery(request, ListRoomsParams);
    response.json(await readRooms(database, agentIds));
  });

  router.get("/api/causes", async (request, response) => {
    response.json(await readCauses(database, parseListQuery(request, ListCausesParams)));
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

  return router;
}
