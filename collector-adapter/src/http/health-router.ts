import express, { type Router } from "express";
import type { Database } from "../database/database.ts";

/** `/healthz`: the process runs. `/readyz`: 200 only when the database answers. Both need no token. */
export function createHealthRouter(database: Database): Router {
  const router = express.Router();
  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/readyz", async (_request, response) => {
    try {
      await database.query({ text: "select 1" });
      response.json({ status: "ok", database: database.engine });
    } catch (error) {
      response.status(503).json({
        status: "unavailable",
        database: database.engine,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  });
  return router;
}
