import type { Settings } from "@runline/contract";
import express, { type Router } from "express";

/** `GET /api/settings`: what the pages need to know of how this Runline was started. */
export function createSettingsRouter(settings: Settings): Router {
  const router = express.Router();
  router.get("/api/settings", (_request, response) => {
    response.json(settings);
  });
  return router;
}
