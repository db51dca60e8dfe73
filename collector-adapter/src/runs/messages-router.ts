import express, { type Router } from "express";
import { parseRunName } from "../http/parse-request.ts";
import { createNotFound } from "./create-not-found.ts";
import type { ReadDesk } from "./read-desk.ts";
import { readMessages } from "./read-messages.ts";
import { findRun } from "./read-run.ts";
import { createLeaveSignal, LINES, sendParts } from "./send-parts.ts";

/** `GET /api/agents/:agentId/runs/:runId/messages`: what was said in the steps of a run. */
export function createMessagesRouter(desk: ReadDesk): Router {
  const router = express.Router();

  router.get("/api/agents/:agentId/runs/:runId/messages", async (request, response) => {
    const name = parseRunName(request);
    const found = await findRun(desk.session, name);
    if (!found) throw createNotFound(name);
    await sendParts(response, LINES, readMessages(desk, found, createLeaveSignal(response)));
  });

  return router;
}
