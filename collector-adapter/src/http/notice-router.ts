import type { NoticeList } from "@runline/contract";
import express, { type Router } from "express";
import type { NoticeLog } from "./notice-log.ts";

/** `GET /api/notices`: what senders do wrong, for the person in front of Runline. */
export function createNoticeRouter(notices: NoticeLog): Router {
  const router = express.Router();
  router.get("/api/notices", (_request, response) => {
    response.json(notices.list() satisfies NoticeList);
  });
  return router;
}
