import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { useServer } from "./support/use-server.ts";

/** What is open to all: health, the viewer, whose page asks for the token, and where a browser shows it. */
const OPEN = new Set(["/", "/healthz", "/readyz", "/api/session", "/favicon.svg", "/{*path}"]);

/** A member of Express's stack, as far as it is looked at: a route, or a router with a stack of its own. */
const Layer = v.object({
  route: v.optional(v.object({ path: v.union([v.string(), v.array(v.string())]), stack: v.array(v.unknown()) })),
  handle: v.unknown(),
});
const Handler = v.object({ method: v.optional(v.string()) });

/** Every route of a router, by its method and path; a route for all methods is tried with two. */
function listRoutes(router: unknown): { method: string; path: string }[] {
  if (typeof router !== "function" || !("stack" in router)) return [];
  return v.parse(v.array(v.unknown()), router.stack).flatMap((member) => {
    const { route, handle } = v.parse(Layer, member);
    if (route === undefined) return listRoutes(handle);
    const handlers = route.stack.map((handler) => v.parse(Handler, handler));
    const methods = new Set(handlers.flatMap(({ method }) => (method === undefined ? ["get", "post"] : [method])));
    return [route.path].flat().flatMap((path) => [...methods].map((method) => ({ method, path })));
  });
}

describe("a server with a token", () => {
  const context = useServer("postgres", { token: "sesame" });

  test("answers no route without the token but health and the viewer's files", async () => {
    const routes = listRoutes(context.express.router);
    expect(routes.length).toBeGreaterThan(20);
    const closed = routes.filter(({ path }) => !OPEN.has(path));
    expect(closed.map(({ path }) => path)).toContain("/api/agents/:agentId/runs/:runId/spans/:spanId");
    for (const { method, path } of closed) {
      const url = `${context.url}${path.replaceAll(/:\w+/g, "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10")}`;
      const { status } = await fetch(url, { method: method.toUpperCase() });
      expect([method, path, status]).toEqual([method, path, 401]);
    }
  });

  test.each(["/metrics", "/mcp", "/jaeger/api/traces", "/openapi.json", "/v1/nothing", "/api", "/x", "//api/agents"])(
    "asks for the token where nothing is yet: %s",
    async (path) => {
      expect((await fetch(`${context.url}${path}`)).status).toBe(401);
    },
  );

  test("lets a browser have the page, which asks for the token, and nothing that a program is answered with", async () => {
    const navigate = (path: string) =>
      fetch(`${context.url}${path}`, { headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" } });
    for (const path of ["/", "/steps", "/mcp"]) {
      const response = await navigate(path);
      expect([path, [200, 404].includes(response.status)]).toEqual([path, true]); // 404 where the viewer is not built
      expect(await response.text()).not.toContain("UNAUTHORIZED");
    }
    for (const path of ["/api/agents", "/v1/traces", "/metrics"]) expect((await navigate(path)).status).toBe(401);
  });
});
