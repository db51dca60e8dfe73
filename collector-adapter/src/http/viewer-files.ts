import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import express, { type RequestHandler, type Router } from "express";
import { ApiError } from "./api-error.ts";
import type { BasePath } from "./base-path.ts";

/** Where the built viewer is: beside this package's code, or in the workspace when run from source. */
const PLACES = [new URL("../viewer/", import.meta.url), new URL("../../dist/viewer/", import.meta.url)];
const PAGE = "index.html";

/** What everybody may have, signed in or not: the page asks for the token. */
export interface ViewerFiles {
  /** The files, by their names. */
  files: Router;
  /** The page, for every path that nothing else serves: the page itself reads the path. */
  page: Router;
}

/** Serves the viewer. Its page is told where it is, since the same files serve every base path. */
export function createViewerFiles(basePath: BasePath): ViewerFiles {
  const files = express.Router();
  const page = express.Router();
  const folder = PLACES.map((place) => fileURLToPath(place)).find((place) => existsSync(`${place}${PAGE}`));
  if (!folder) {
    page.get("/", () => {
      throw new ApiError("NOT_FOUND", "The viewer is not built. Run: npm run build");
    });
    return { files, page };
  }
  // Names carry a hash of the content, so that a file never changes.
  files.use(
    "/assets",
    express.static(`${folder}assets`, { immutable: true, maxAge: "1y", index: false }),
    rejectMissingFile,
  );
  // Read once: requests of the API look for no file.
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && entry.name !== PAGE ? [`/${entry.name}`] : [],
  );
  files.get(names, (request, response) => {
    response.set("cache-control", "no-cache").sendFile(request.path, { root: folder });
  });
  const html = readFileSync(`${folder}${PAGE}`, "utf8");
  page.get("/{*path}", (request, response, next) => {
    if (!request.accepts("html")) return next();
    response
      .vary("x-forwarded-prefix")
      .set("cache-control", "no-cache")
      .type("html")
      .send(toPage(html, basePath.of(request)));
  });
  return { files, page };
}

/** The page below a base path: its files by their whole paths, since those relative to the page's own would change with it. */
function toPage(html: string, base: string): string {
  return html.replaceAll('"./', `"${base}/`).replace("<html ", `<html data-base="${base}" `);
}

/** A page of an older version asks for files that are gone; the viewer's page in their place would be run as a script. */
const rejectMissingFile: RequestHandler = (request) => {
  throw new ApiError("NOT_FOUND", `The viewer has no file ${request.path}. Load the page again.`);
};
