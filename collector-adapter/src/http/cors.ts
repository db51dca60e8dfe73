import type { RequestHandler } from "express";
import { ApiError } from "./api-error.ts";

/** Stands for every origin. */
export const ANY_ORIGIN = "*";

/** How long a browser remembers what may be sent: two hours, the most that Chromium takes. */
const REMEMBERED_S = 7200;

/**
 * Lets agents in pages of these origins send telemetry: answers what browsers ask before, and marks the answers as theirs to read. Without
 * credentials: a page that may send cannot use what the browser has of the person in front of it. Nothing of this is for the API, so that
 * no page of another origin reads what agents do.
 *
 * @param origins - such as `https://app.example.com`, or `*` for all
 */
export function createCors(origins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    if (origin === undefined) return next();
    const isPreflight = request.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined;
    response.vary("origin");
    if (origins.includes(ANY_ORIGIN) || origins.includes(origin)) {
      response.set("access-control-allow-origin", origins.includes(ANY_ORIGIN) ? ANY_ORIGIN : origin);
      response.set("access-control-expose-headers", "retry-after");
      if (!isPreflight) return next();
      response.vary("access-control-request-headers").set({
        "access-control-allow-methods": "POST",
        // Whatever the exporter sends: its own headers, the token, the context of a trace.
        "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "content-type",
        "access-control-max-age": String(REMEMBERED_S),
      });
      response.status(204).end();
      return;
    }
    if (!isPreflight) return next();
    throw new ApiError(
      "FORBIDDEN",
      `Pages of ${origin} may not send here; start Runline with --cors-origin and their origin.`,
      {
        change: `npm start -- --cors-origin ${isOrigin(origin) ? origin : "ORIGIN"}`,
      },
    );
  };
}

/** Whether the text is the origin of a page, as browsers write it. */
export function isOrigin(text: string): boolean {
  return /^https?:\/\/[\da-z.:[\]-]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
