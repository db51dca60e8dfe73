import { randomUUID } from "node:crypto";
import { MAX_TIME_MS, RUN_SORTS } from "@runline/contract";
import { RunsApiError, createRunsClient } from "@runline/contract/client";
import { describe, expect, test } from "vitest";
import { callApi, createClient } from "./support/call-api.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { useServer } from "./support/use-server.ts";

const AGENT = `/api/agents/${randomUUID()}`;
const toCursor = (sorting: string, value: number | string = 0, startedAt: number | string = 0) =>
  Buffer.from([sorting, value, startedAt, randomUUID(), randomUUID()].join("/")).toString("base64url");

describe("errors of the runs API", () => {
  const context = useServer("postgres");

  test.each([
    ["agentId", "/api/agents/nobody/runs"],
    ["agentId", `/api/agents/nobody/runs/${randomUUID()}`],
    ["agentId", "/api/agents/nobody/live"],
    ["agentId", "/api/agents/nobody/stats?from=1&to=2"],
    ["agentId", `/api/agents/${randomUUID()}x/runs`],
    ["runId", `${AGENT}/runs/7`],
    ["runId", `${AGENT}/runs/7/spans`],
    ["roomId", `${AGENT}/runs?roomId=lobby`],
    ["roomId", `${AGENT}/runs/${randomUUID()}?roomId=lobby`],
    ["roomId", `${AGENT}/runs/${randomUUID()}/spans?roomId=lobby`],
    ["status", `${AGENT}/runs?status=running`],
    ["status", `${AGENT}/runs?status=error&status=timeout`],
    ["lost", `${AGENT}/runs?lost=yes`],
    ["lost", `${AGENT}/stats?from=0&to=1000&lost=1`],
    ["limit", `${AGENT}/runs?limit=0`],
    ["limit", `${AGENT}/runs?limit=101`],
    ["limit", `${AGENT}/runs?limit=-1`],
    ["limit", `${AGENT}/runs?limit=2.5`],
    ["limit", `${AGENT}/runs?limit=many`],
    ["from", `${AGENT}/runs?from=yesterday`],
    ["from", `${AGENT}/runs?from=-1`],
    ["from", `${AGENT}/runs?from=9007199254740991`],
    ["from", `${AGENT}/runs?from=300000000000000`],
    ["to", `${AGENT}/runs?to=2026-11-24`],
    ["to", `${AGENT}/runs?to=99999999999999999999`],
    ["from", `${AGENT}/runs?from=2000&to=1000`],
    ["agentId", "/api/runs?agentId=nobody"],
    ["agentId", `/api/runs?agentId=${randomUUID()}&agentId=nobody`],
    ["agentId", `/api/runs?${"agentId=0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10&".repeat(101)}`],
    ["agentId", "/api/stats?from=0&to=1000&agentId=nobody"],
    ["entityId", "/api/runs?entityId=ada"],
    ["minDuration", "/api/runs?minDuration=1s"],
    ["minDuration", "/api/runs?minDuration=-1"],
    ["minCost", "/api/runs?minCost=cheap"],
    ["action", `/api/runs?action=${"a".repeat(1025)}`],
    ["text", "/api/runs?text=a&text=b"],
    ["text", "/api/runs?text=a%00b"],
    ["model", "/api/stats?from=0&to=1000&model=%00"],
    ["name", "/api/steps?from=0&to=1000&name=%00"],
    ["sort", "/api/runs?sort=up"],
    ["order", "/api/runs?order=down"],
    ["cursor", `${AGENT}/runs?cursor=abc`],
    ["cursor", `/api/runs?cursor=${toCursor("start/desc", 0, "1e300")}`],
    ["cursor", `/api/runs?cursor=${toCursor("start/desc", 0, "-5")}`],
    ["cursor", `/api/runs?cursor=${toCursor("start/desc", 0, "8e15")}`],
    ["cursor", `/api/runs?sort=cost&cursor=${toCursor("cost/desc", "Infinity")}`],
    ["cursor", `/api/runs?sort=cost&cursor=${toCursor("start/desc")}`],
    ["cursor", `/api/runs?sort=cost&order=asc&cursor=${toCursor("cost/desc")}`],
    ["cursor", `/api/runs?cursor=${toCursor("name/desc")}`],
    ["cursor", `${AGENT}/runs?cursor=${"a".repeat(201)}`],
    ["from", `${AGENT}/stats?to=1000`],
    ["to", `${AGENT}/stats?from=1000`],
    ["from", `${AGENT}/stats?from=1000&to=1000`],
    ["to", `${AGENT}/stats?from=1000&to=8640000000000001`],
    ["buckets", `${AGENT}/stats?from=0&to=1000&buckets=501`],
  ])("answers 400 and names %s for %s", async (parameter, path) => {
    const { status, body } = await callApi(context.url, path);

    expect([status, body]).toEqual([
      400,
      { error: { code: "BAD_REQUEST", message: expect.stringMatching(new RegExp(`^${parameter}\\b`)) } },
    ]);
  });

  test.each([
    ["/api/runs?sort=up", 'sort is "up"; expected one of start, duration, tokens, cost, errors.'],
    ["/api/steps?from=0&to=1000&sort=cost", 'sort is "cost"; expected one of start, duration.'],
  ])("says which words a parameter takes: %s", async (path, message) => {
    expect((await callApi(context.url, path)).body).toMatchObject({ error: { message } });
  });

  test("takes the latest time that the contract allows", async () => {
    const { status } = await callApi(context.url, `${AGENT}/runs?from=${MAX_TIME_MS}&to=${MAX_TIME_MS}`);

    expect(status).toBe(200);
  });

  test.each(["", "/spans"])("asks of one run%s for nothing but its room", async (path) => {
    const { status } = await callApi(context.url, `${AGENT}/runs/${randomUUID()}${path}?limit=abc&from=x`);

    expect(status).toBe(404);
  });

  test("lets parameters pass that it does not know, and takes empty ones as not given", async () => {
    const { status, body } = await callApi(context.url, `${AGENT}/runs?colour=red&status=&from=&cursor=`);

    expect([status, body]).toEqual([200, { runs: [], total: 0, hasMore: false }]);
  });

  test("takes what a cursor says for numbers, however large", async () => {
    for (const sort of RUN_SORTS) {
      const { status } = await callApi(context.url, `/api/runs?sort=${sort}&cursor=${toCursor(`${sort}/desc`, 1e300)}`);
      expect(status).toBe(200);
    }
  });

  test("answers 400 for a path that is not valid percent-encoding", async () => {
    const { status, body } = await callApi(context.url, "/api/agents/%E0%A4%A/runs");

    expect([status, body]).toMatchObject([400, { error: { code: "BAD_REQUEST" } }]);
  });

  test.each(["/api", "/api/nothing", `${AGENT}/nothing`, "/metrics", "/jaeger/api/traces"])(
    "answers 404 for %s",
    async (path) => {
      const { status, body } = await callApi(context.url, path);

      expect([status, body]).toMatchObject([404, { error: { code: "NOT_FOUND" } }]);
    },
  );

  test("is a typed error in the typed client", async () => {
    const client = createClient(context.url);
    const unknown = client.getRun(randomUUID(), randomUUID());
    await expect(unknown).rejects.toBeInstanceOf(RunsApiError);
    await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND", status: 404, message: /There is no run/ });
    await expect(client.listRuns("nobody")).rejects.toMatchObject({ code: "BAD_REQUEST", status: 400 });
  });
});

describe("the typed client against the real server", () => {
  const context = useServer("postgres");

  test("lists agents and runs, and gets a run, its spans and the counts of the charts", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    await ingest(context.url, [run.root(), run.modelCall()]);

    const { agents } = await client.listAgents();
    expect(agents.map(({ agentId }) => agentId)).toEqual([run.agentId]);
    const { runs } = await client.listRuns(run.agentId, { status: "completed", limit: 1, roomId: run.roomId });
    expect(runs.map(({ runId }) => runId)).toEqual([run.runId]);
    expect((await client.getRun(run.agentId, run.runId, run.roomId)).events).toHaveLength(3);
    expect((await client.getRunSpans(run.agentId, run.runId)).spans).toHaveLength(2);
    const stats = await client.getStats(run.agentId, { from: run.startedAt, to: run.startedAt + 1, buckets: 1 });
    expect(stats.buckets).toMatchObject([{ completed: 1 }]);
  });

  test("gives up a call whose signal is aborted, with the reason of the signal", async () => {
    const reason = new Error("page was left");
    const controller = new AbortController();
    const call = createClient(context.url).listAgents({ signal: controller.signal });
    controller.abort(reason);

    await expect(call).rejects.toBe(reason);
  });

  test("says that Runline cannot be reached where nobody listens", async () => {
    const client = createRunsClient({ baseUrl: "http://127.0.0.1:1" });

    await expect(client.listAgents()).rejects.toMatchObject({ code: "NETWORK", status: 0 });
  });
});

describe("a server with a token", () => {
  const context = useServer("postgres", { token: "open sesame" });

  test("answers only those who send the token", async () => {
    const without = createClient(context.url).listAgents();
    await expect(without).rejects.toMatchObject({ code: "UNAUTHORIZED", status: 401 });
    const wrong = createRunsClient({ baseUrl: context.url, token: "open" }).listAgents();
    await expect(wrong).rejects.toMatchObject({ code: "UNAUTHORIZED", status: 401 });
    const right = createRunsClient({ baseUrl: context.url, token: "open sesame" });
    expect(await right.listAgents()).toEqual({ agents: [] });
    const lower = await fetch(`${context.url}/api/agents`, { headers: { authorization: "bearer open sesame" } });
    expect(lower.status).toBe(200);
  });

  test.each(["/v1/traces", `${AGENT}/live`, `${AGENT}/runs`, "/API/agents"])("asks for it at %s", async (path) => {
    const response = await fetch(`${context.url}${path}`, { method: path === "/v1/traces" ? "POST" : "GET" });

    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="Runline"');
  });

  test("tells a sender of spans in the protocol's own form", async () => {
    const response = await fetch(`${context.url}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
    });

    expect(await response.json()).toEqual({ code: 16, message: expect.stringContaining("needs its token") });
  });

  test("tells its health without one", async () => {
    expect((await fetch(`${context.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${context.url}/readyz`)).status).toBe(200);
  });
});
