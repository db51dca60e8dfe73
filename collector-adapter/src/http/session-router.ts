import express, { type Router } from "express";
import { rateLimit } from "express-rate-limit";
import { object, safeParse, string } from "valibot";
import { ApiError } from "./api-error.ts";
import { sendError } from "./error-handler.ts";
import { isSameOrigin, type Sessions } from "./session.ts";

/** Who types a token needs fewer. A program that guesses sends tokens as headers, which nobody counts: only a long token keeps it out. */
const TRIES_PER_MINUTE = 30;
const MAX_BODY_BYTES = 4_096;

const SignIn = object({ token: string() });

/** `POST /api/session` with `{token}` signs a browser in, `DELETE` signs it out; both for pages of this origin only. */
export function createSessionRouter(sessions: Sessions): Router {
  const router = express.Router();
  router.use("/api/session", (request, response, next) => {
    if (!isSameOrigin(request)) throw new ApiError("FORBIDDEN", "Pages of other origins may not sign in or out here.");
    response.set("cache-control", "no-store");
    next();
  });
  router.post(
    "/api/session",
    rateLimit({
      windowMs: 60_000,
      limit: TRIES_PER_MINUTE,
      standardHeaders: "draft-8",
      legacyHeaders: false,
      handler: (_request, response) =>
        sendError(
          response,
          new ApiError("TOO_MANY_REQUESTS", `More than ${TRIES_PER_MINUTE} tries in a minute. Wait a minute.`),
        ),
    }),
    express.json({ limit: MAX_BODY_BYTES }),
    (request, response) => {
      const parsed = safeParse(SignIn, request.body);
      if (!parsed.success) throw new ApiError("BAD_REQUEST", 'The body is not {"token": "…"} as application/json.');
      if (!sessions.isToken(parsed.output.token))
        throw new ApiError("UNAUTHORIZED", "That is not the token of this Runline.");
      response.set("set-cookie", sessions.toCookie(request)).status(204).end();
    },
  );
  router.delete("/api/session", (request, response) => {
    const end = sessions.toEndCookie(request);
    if (end !== undefined) response.set("set-cookie", end);
    response.status(204).end();
  });
  return router;
}
