import pino from "pino";
import { describe, expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { useServer } from "./support/use-server.ts";

const JSON_TYPE = { "content-type": "application/json" };

describe("what is turned away", () => {
  const logged: { msg: string; sender?: string; status?: number }[] = [];
  const logger = pino({ level: "warn" }, { write: (line) => void logged.push(JSON.parse(line)) });
  const context = useServer("postgres", { logger, corsOrigins: ["http://localhost:3000"] });

  test.each<[string, string, RequestInit, { status: number; message: RegExp; change: string | undefined }]>([
    [
      "a content type",
      "/v1/traces",
      { method: "POST", headers: { "content-type": "application/x-ndjson" }, body: "{}" },
      { status: 415, message: /application\/x-ndjson/, change: "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf" },
    ],
    [
      "a content encoding",
      "/v1/traces",
      { method: "POST", headers: { ...JSON_TYPE, "content-encoding": "lzma" }, body: "{}" },
      { status: 415, message: /content encoding/, change: "export OTEL_EXPORTER_OTLP_COMPRESSION=gzip" },
    ],
    ["a method", "/v1/traces", { method: "PUT" }, { status: 405, message: /POST, not PUT/, change: undefined }],
    [
      "a body",
      "/v1/traces",
      { method: "POST", headers: JSON_TYPE, body: "{" },
      { status: 400, message: /^a request that cannot be decoded was refused: /, change: undefined },
    ],
    [
      "a path",
      "/v1/trace",
      { method: "POST", headers: JSON_TYPE, body: "{}" },
      { status: 404, message: /\/v1\/trace/, change: "URL/v1/traces" },
    ],
    [
      "a page of another origin",
      "/v1/traces",
      { method: "OPTIONS", headers: { origin: "http://localhost:5173", "access-control-request-method": "POST" } },
      { status: 403, message: /http:\/\/localhost:5173/, change: "npm start -- --cors-origin http://localhost:5173" },
    ],
  ])(
    "tells of %s, with what to change, once in the log for each sender and minute",
    async (_, path, init, expected) => {
      logged.length = 0;
      for (let count = 0; count < 3; count += 1) {
        const { status } = await fetch(`${context.url}${path}?token=s3cret`, init);
        expect(status).toBe(expected.status);
      }
      const { since, notices } = await createClient(context.url).listNotices();
      expect(notices[0]).toMatchObject({
        sender: "127.0.0.1",
        userAgent: "node",
        request: `${init.method} ${path}`,
        status: expected.status,
        message: expect.stringMatching(expected.message),
        count: 3,
      });
      expect(notices[0]?.change).toBe(expected.change?.replace("URL", context.url));
      expect(notices[0]?.lastAt).toBeGreaterThanOrEqual(since);
      expect(logged).toEqual([expect.objectContaining({ sender: "127.0.0.1", status: expected.status })]);
      expect(JSON.stringify([notices, logged])).not.toContain("s3cret");
    },
  );

  test("tells of metrics, which are not kept", async () => {
    const body = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: "tokens" }] }] }] });
    await fetch(`${context.url}/v1/metrics`, { method: "POST", headers: JSON_TYPE, body });
    const { notices } = await createClient(context.url).listNotices();
    expect(notices[0]).toMatchObject({ sender: "127.0.0.1", message: expect.stringContaining("metrics"), count: 1 });
  });

  test("tells who sent what is not read, and where to", async () => {
    const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: "a" } }] }] }] });
    await fetch(`${context.url}/v1/traces`, { method: "POST", headers: JSON_TYPE, body });
    const { notices } = await createClient(context.url).listNotices();
    const message = expect.stringContaining("This is an OTLP logs request");
    expect(notices[0]).toMatchObject({ sender: "127.0.0.1", userAgent: "node", request: "POST /v1/traces", message });
  });

  test("shows hostile text as it came, cut", async () => {
    const hostile = `<img src=x onerror=alert(1)>${"x".repeat(5_000)}`;
    await fetch(`${context.url}/v1/traces`, {
      method: "POST",
      headers: { "content-type": hostile, "user-agent": hostile },
    });
    const { notices } = await createClient(context.url).listNotices();
    expect(notices[0]?.message).toMatch(/^The content type is <img .*…$/);
    expect([notices[0]?.message.length, notices[0]?.userAgent?.length]).toEqual([300, 300]);
  });

  test("keeps the newest hundred", async () => {
    for (let index = 0; index < 110; index += 1) await fetch(`${context.url}/v1/${index}`, { method: "POST" });
    const { notices } = await createClient(context.url).listNotices();
    expect(notices).toHaveLength(100);
    expect(notices[0]?.request).toBe("POST /v1/109");
  });

  test("says nothing of what the viewer itself asks for", async () => {
    const before = await createClient(context.url).listNotices();
    const headers = { "sec-fetch-site": "same-origin" };
    expect((await fetch(`${context.url}/api/nothing`, { method: "POST", headers })).status).toBe(404);
    expect(await createClient(context.url).listNotices()).toEqual(before);
  });
});

describe("a page of another origin", () => {
  const context = useServer("postgres", { token: "sesame", corsOrigins: ["https://app.example.com"] });
  const origin = "https://app.example.com";
  const preflight = (from: string, path = "/v1/traces") =>
    fetch(`${context.url}${path}`, {
      method: "OPTIONS",
      headers: {
        origin: from,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,traceparent",
      },
    });

  test("may ask what it may send before it sends the token, and then needs it", async () => {
    const asked = await preflight(origin);
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "authorization,content-type,traceparent",
    });
    expect(asked.headers.get("access-control-allow-credentials")).toBeNull();
    const send = (headers: Record<string, string>) =>
      fetch(`${context.url}/v1/traces`, { method: "POST", headers: { ...JSON_TYPE, origin, ...headers }, body: "{}" });
    const refused = await send({});
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, origin]);
    const taken = await send({ authorization: "Bearer sesame" });
    expect([taken.status, taken.headers.get("access-control-allow-origin")]).toEqual([200, origin]);
  });

  test("gets nothing where it was not named, and nothing of the API where it was", async () => {
    const other = await preflight("https://evil.example.com");
    expect([other.status, other.headers.get("access-control-allow-origin")]).toEqual([403, null]);
    const api = await preflight(origin, "/api/agents");
    expect([api.status, api.headers.get("access-control-allow-origin")]).toEqual([401, null]);
  });
});
