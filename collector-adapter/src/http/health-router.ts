import express, { type Router } from "express";
import type { Logger } from "pino";
import type { Database } from "../database/database.ts";

/** Whoever asks wants an answer, even if it is no. */
const READY_TIMEOUT_MS = 2_000;

/** `/healthz`: the process runs. `/readyz`: 200 only when the database answers. Both need no token, so neither says why. */
export function createHealthRouter(database: Database, logger: Logger): Router {
  const router = express.Router();
  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/readyz", async (_request, response) => {
    try {
      await database.query({ text: "select 1", timeoutMs: READY_TIMEOUT_MS });
      response.json({ status: "ok", database: database.engine });
    } catch (error) {
      logger.warn({ err: error }, "not ready: the database does not answer");
      response.status(503).json({ status: "unavailable", database: database.engine });
    }
  });
  return router;
}
