import express, { type Router } from "express";
import { parseRunName } from "../http/parse-request.ts";
import { createNotFound } from "./create-not-found.ts";
import { exportRun } from "./export-run.ts";
import type { ReadDesk } from "./read-desk.ts";
import { findRun } from "./read-run.ts";
import { createLeaveSignal, sendParts } from "./send-parts.ts";

/** `GET /api/agents/:agentId/runs/:runId/export`: a run as a file. */
export function createExportRouter(desk: ReadDesk): Router {
  const router = express.Router();

  router.get("/api/agents/:agentId/runs/:runId/export", async (request, response) => {
    const name = parseRunName(request);
    const found = await findRun(desk.session, name);
    if (!found) throw createNotFound(name);
    response.attachment(`run-${name.runId}.json`);
    await sendParts(response, "application/json", exportRun(desk.session, found, createLeaveSignal(response)));
  });

  return router;
}
