import express, { type Router } from "express";
import type { Logger } from "pino";
import type { Database } from "../database/database.ts";

/** What `/healthz` answers, also before the database is open. */
export const ALIVE = { status: "ok" };

/** `/healthz`: the process runs. `/readyz`: 200 only when spans can be stored. Both need no token, so neither says why. */
export function createHealthRouter(database: Database, logger: Logger): Router {
  const router = express.Router();
  router.get("/healthz", (_request, response) => {
    response.json(ALIVE);
  });
  router.get("/readyz", async (_request, response) => {
    try {
      await database.checkStorage();
      response.json({ status: "ok", database: database.engine });
    } catch (error) {
      logger.warn({ err: error }, "not ready: spans cannot be stored");
      response.status(503).json({ status: "unavailable", database: database.engine });
    }
  });
  return router;
}
