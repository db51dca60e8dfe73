import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import express, { type RequestHandler, type Router } from "express";
import { ApiError } from "./api-error.ts";

/** Where the built viewer is: beside this package's code, or in the workspace when run from source. */
const PLACES = [new URL("../viewer/", import.meta.url), new URL("../../dist/viewer/", import.meta.url)];

/** Serves the viewer: its files, and its page for every other path, whose route the page itself reads. */
export function createViewerFiles(): Router {
  const router = express.Router();
  const folder = PLACES.map((place) => fileURLToPath(place)).find((place) => existsSync(`${place}index.html`));
  if (!folder) {
    router.get("/", () => {
      throw new ApiError("NOT_FOUND", "The viewer is not built. Run: npm run build");
    });
    return router;
  }
  // Names carry a hash of the content, so that a file never changes.
  router.use(
    "/assets",
    express.static(`${folder}assets`, { immutable: true, maxAge: "1y", index: false }),
    rejectMissingFile,
  );
  router.use(
    express.static(folder, {
      index: false,
      cacheControl: false,
      setHeaders: (response) => response.setHeader("cache-control", "no-cache"),
    }),
  );
  router.get("/{*path}", (request, response, next) => {
    if (!request.accepts("html")) return next();
    response.set("cache-control", "no-cache").sendFile("index.html", { root: folder });
  });
  return router;
}

/** A page of an older version asks for files that are gone; the viewer's page in their place would be run as a script. */
const rejectMissingFile: RequestHandler = (request) => {
  throw new ApiError("NOT_FOUND", `The viewer has no file ${request.path}. Load the page again.`);
};
