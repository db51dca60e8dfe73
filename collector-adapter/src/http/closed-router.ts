import express, { type Request, type Router } from "express";
import type { Access } from "./access.ts";
import { NO_PAGES } from "./own-paths.ts";
import type { Sessions } from "./session.ts";

/**
 * A router that nobody enters without the token, where there is one: what is put into it is closed, whatever its path. A browser that has
 * signed in may read. A browser that wants a page is let past it, to the page that asks for the token.
 */
export function createClosedRouter(access: Access, sessions: Sessions | undefined): Router {
  const router = express.Router();
  router.use((request, response, next) => {
    if (sessions?.mayRead(request)) {
      next();
      return;
    }
    try {
      access.checkToken(request.headers);
    } catch (error) {
      if (wantsPage(request)) {
        next("router");
        return;
      }
      response.set("www-authenticate", 'Bearer realm="Runline"');
      throw error;
    }
    next();
  });
  return router;
}

/** Browsers name HTML when they go to an address; programs that take anything do not. The root is the page for everybody. */
function wantsPage({ method, path, headers }: Request): boolean {
  if (method === "GET" && path === "/") return true;
  const isOfPrograms = NO_PAGES.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
  return method === "GET" && !isOfPrograms && headers.accept?.includes("text/html") === true;
}
