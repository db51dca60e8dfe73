import { createHash, timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";
import { ApiError } from "./api-error.ts";

/** Lets in only requests with `Authorization: Bearer TOKEN`. */
export function createTokenCheck(token: string): RequestHandler {
  const expected = hash(token);
  return (request, response, next) => {
    // Hashes have one length, so that the comparison tells nothing about the token.
    const [, sent = ""] = /^bearer +(.+)$/i.exec(request.headers.authorization ?? "") ?? [];
    if (timingSafeEqual(hash(sent), expected)) return next();
    response.set("www-authenticate", 'Bearer realm="Runline"');
    throw new ApiError("UNAUTHORIZED", "This Runline needs its token: send Authorization: Bearer TOKEN.");
  };
}

/**
 * Without a token, only pages and programs of this machine may talk to Runline. A web page could point a name of its own
 * at 127.0.0.1 (DNS rebinding) and read everything: such a request carries that name as its host.
 */
export const rejectForeignHost: RequestHandler = (request, _response, next) => {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (
    host === "" ||
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(host)
  ) {
    return next();
  }
  throw new ApiError(
    "FORBIDDEN",
    `Requests for the host "${host}" are not answered without a token. Use http://127.0.0.1 or start Runline with --token.`,
  );
};

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
