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
  expect(requests.map(({ url }) => url)).toEqual(["/api/agents", "/api/agents/a%2Fb/runs?limit=5"]);
  expect(requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer sesame", "Bearer sesame"]);
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

test("a server that is not there is named, and an aborted call has the reason of its signal", async () => {
  const { baseUrl } = await serve(200, "{}");
  const gone = baseUrl.replace(/:\d+$/, ":1"); // where nothing listens
  expect(await failureOf(gone)).toMatchObject({ code: "NETWORK", status: 0, message: expect.stringContaining(gone) });
  const reason = new Error("another page is open");
  const call = createRunsClient({ baseUrl }).listAgents({ signal: AbortSignal.abort(reason) });
  await expect(call).rejects.toBe(reason);
});
