import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { createRunsClient, RunsApiError } from "./client.ts";

const AGENT = { agentId: "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10", name: "Ada", lastSeenAt: 1, runs: 2 };

/** A server that gives one answer to everything. */
async function serve(status: number, body: string) {
  const requests: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(({ url, headers }, response) => {
    requests.push({ url, headers });
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return { baseUrl: `http://127.0.0.1:${address.port}`, requests };
}

function failureOf(baseUrl: string): Promise<unknown> {
  return createRunsClient({ baseUrl })
    .listAgents()
    .catch((error: unknown) => error);
}

test("an answer of the promised form is handed over; the token and the parameters that are set go along", async () => {
  const { baseUrl, requests } = await serve(200, JSON.stringify({ agents: [AGENT] }));
  const client = createRunsClient({ baseUrl: `${baseUrl}/`, token: "sesame" });
  expect(await client.listAgents()).toEqual({ agents: [AGENT] });
  await client.listRuns("a/b", { limit: 5 }).catch(() => {}); // the answer is not a list of runs
  await client.listAllRuns({ agentId: ["a", "b"], text: "50 %", cursor: undefined }).catch(() => {});
  expect(requests.map(({ url }) => url)).toEqual([
    "/api/agents",
    "/api/agents/a%2Fb/runs?limit=5",
    "/api/runs?agentId=a&agentId=b&text=50+%25",
  ]);
  expect(new Set(requests.map(({ headers }) => headers.authorization))).toEqual(new Set(["Bearer sesame"]));
});

test.each([300, 404, 499, 503])("an error of the API keeps its code and message, with status %i", async (status) => {
  const { baseUrl } = await serve(
    status,
    JSON.stringify({ error: { code: "NOT_FOUND", message: "There is no run." } }),
  );
  const error = await failureOf(baseUrl);
  expect(error).toBeInstanceOf(RunsApiError);
  expect(error).toMatchObject({ code: "NOT_FOUND", status, message: "There is no run." });
});

test.each([
  [200, "<html>"],
  [200, JSON.stringify({ agents: [{ name: "Ada" }] })],
  [502, JSON.stringify({ detail: "a proxy's words" })],
])("an answer that the API does not give is a bad response: %i %s", async (status, body) => {
  const { baseUrl } = await serve(status, body);
  expect(await failureOf(baseUrl)).toMatchObject({ code: "BAD_RESPONSE", status });
});

const SPAN = {
  spanId: "b7ad6b7169203331",
  traceId: "0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10",
  runId: AGENT.agentId,
  kind: "action",
  name: "execute_tool GET_WEATHER",
  label: "GET_WEATHER",
  state: "ok",
  startedAt: 1,
};

/** A server that writes the parts of an answer one after the other, and ends it or breaks it off. */
async function serveParts(parts: readonly string[], end: "ends" | "breaks off" = "ends") {
  const urls: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    urls.push(url);
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    for (const part of parts) response.write(part);
    if (end === "ends") response.end();
    else response.destroy();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return { client: createRunsClient({ baseUrl: `http://127.0.0.1:${address.port}` }), urls };
}

test("attributes come as they were sent, whatever they are called", async () => {
  const attributes = '{"__proto__":1,"constructor":2,"prototype":3,"model":"gpt-4o"}';
  const span = `{"spanId":"s","traceId":"t","name":"n","attributes":${attributes},"events":[],"links":[]}`;
  const { baseUrl } = await serve(200, `{"span":${span}}`);
  const detail = await createRunsClient({ baseUrl }).getRunSpan("a", "r", "s");
  expect(JSON.stringify(detail.attributes)).toBe(attributes);
});

test("lines are handed over one by one, wherever the parts of the answer end", async () => {
  const text = [{ total: 2, isWhole: true }, { spans: [SPAN] }, { spans: [SPAN], gone: ["x"] }, { cursor: "c" }]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
  const { client, urls } = await serveParts([text.slice(0, 7), text.slice(7, 200), text.slice(200)]);
  const lines: unknown[] = [];
  await client.streamRunSpans("a", "r", { after: "before", onLine: (line) => lines.push(line) });
  expect(lines).toEqual([
    { total: 2, isWhole: true },
    { spans: [SPAN] },
    { spans: [SPAN], gone: ["x"] },
    { cursor: "c" },
  ]);
  expect(urls).toEqual(["/api/agents/a/runs/r/spans?after=before"]);
});

test.each([
  ["without its last line", ['{"total":1}\n'], "ends", "NETWORK"],
  ["in the middle of a line", ['{"total":1}\n{"cursor":"c"'], "ends", "NETWORK"],
  ["with its connection", ['{"total":1}\n'], "breaks off", "NETWORK"],
  ["with a line of another form", ['{"spans":[{"spanId":7}]}\n{"cursor":"c"}\n'], "ends", "BAD_RESPONSE"],
  ["with a line that is not JSON", ["<html>\n"], "ends", "BAD_RESPONSE"],
] as const)("an answer of lines that ends %s is an error", async (_how, parts, end, code) => {
  const { client } = await serveParts(parts, end);
  await expect(client.streamTraceSpans("t", { onLine: () => {} })).rejects.toMatchObject({ code });
});

test("what the receiver of the lines throws is its own error, and not one of the network", async () => {
  const { client } = await serveParts(['{"total":1}\n{"cursor":"c"}\n']);
  const error = new TypeError("of the page");
  const onLine = () => {
    throw error;
  };
  await expect(client.streamTraceSpans("t", { onLine })).rejects.toBe(error);
});

test("a server that is busy says when to come back", async () => {
  const server = createServer((_request, response) => {
    response.writeHead(503, { "retry-after": "2" });
    response.end(JSON.stringify({ error: { code: "UNAVAILABLE", message: "Later." } }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const client = createRunsClient({ baseUrl: `http://127.0.0.1:${port}` });
  const expected = { code: "UNAVAILABLE", status: 503, retryAfterMs: 2000 };
  await expect(client.getRunSpans("a", "r")).rejects.toMatchObject(expected);
  await expect(client.streamRunSpans("a", "r", { onLine: () => {} })).rejects.toMatchObject(expected);
});

test("a server that is not there is named, and an aborted call has the reason of its signal", async () => {
  const { baseUrl } = await serve(200, "{}");
  const gone = baseUrl.replace(/:\d+$/, ":1"); // where nothing listens
  expect(await failureOf(gone)).toMatchObject({ code: "NETWORK", status: 0, message: expect.stringContaining(gone) });
  const reason = new Error("another page is open");
  const call = createRunsClient({ baseUrl }).listAgents({ signal: AbortSignal.abort(reason) });
  await expect(call).rejects.toBe(reason);
});
