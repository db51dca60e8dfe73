import { once } from "node:events";
import { request, type ClientRequest } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import type { Adapter } from "../../test-support/start-adapter.ts";
import { createClient } from "./support/call-api.ts";
import { encodeJson } from "./support/otlp-encoder.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { toTraceRequest } from "./support/test-span.ts";
import { useServer } from "./support/use-server.ts";

const MIB = 1024 * 1024;
const JSON_TYPE = { "content-type": "application/json" };
const PROTOBUF_TYPE = { "content-type": "application/x-protobuf" };

/** `before`, then `unit` again and again, then `after`. */
function fill(before: string, unit: string | Buffer, after = ""): Buffer {
  return Buffer.concat([Buffer.from(before), Buffer.alloc(32 * MIB, unit), Buffer.from(after)]);
}

describe("a body that takes long to read", () => {
  let adapter: Adapter;
  beforeAll(async () => (adapter = await openAdapter()));
  afterAll(() => adapter.stop());

  test.each([
    { name: "objects", body: fill('{"x":[{}', ",{}", "]}"), headers: JSON_TYPE },
    { name: "lists in each other", body: fill('{"x":', "[", ""), headers: JSON_TYPE },
    { name: "members", body: fill('{"a":1', ',"a":1', "}"), headers: JSON_TYPE },
    { name: "numbers", body: fill('{"x":[1', ",1e9", "]}"), headers: JSON_TYPE },
    { name: "unknown fields", body: fill("", Buffer.from([0x7a, 0])), headers: PROTOBUF_TYPE },
    { name: "empty messages", body: fill("", Buffer.from([0x0a, 0])), headers: PROTOBUF_TYPE },
    {
      name: "blanks, compressed",
      body: gzipSync(fill("{", " ", "}")),
      headers: { ...JSON_TYPE, "content-encoding": "gzip" },
    },
  ])("of $name holds up nobody", async ({ body, headers }) => {
    const answered: string[] = [];
    const sending = send(adapter.url, { ...headers, "content-length": String(body.length) });
    const whole = once(sending, "response").then(([{ statusCode }]) => {
      answered.push("body");
      return statusCode;
    });
    sending.end(body);
    await once(sending, "finish");
    await fetch(`${adapter.url}/healthz`);
    answered.push("healthz");

    expect([200, 400, 413]).toContain(await whole);
    expect(answered).toEqual(["healthz", "body"]);
  });

  test("of many spans is stored whole", async () => {
    const run = createTestRun();
    const spans = Array.from({ length: 2999 }, () => run.modelCall());
    await ingest(adapter.url, [...spans, run.root()], { compression: "gzip" });
    const { summary } = await createClient(adapter.url).getRun(run.agentId, run.runId);
    expect(summary.counts.modelCalls).toBe(2999);
  });
});

describe("memory for requests", () => {
  const context = useServer("postgres");

  test("is reserved before a body comes: beyond it large bodies get 503, and small ones are taken", async () => {
    const large = { ...JSON_TYPE, "content-length": String(64 * MIB) };
    const stalled = Array.from({ length: 3 }, () => send(context.url, large));
    for (const sending of stalled) {
      sending.on("error", () => {}); // cut below
      sending.write("{");
    }
    await expect
      .poll(async () => {
        const refused = send(context.url, large);
        refused.on("error", () => {});
        refused.write("{");
        const answer = await Promise.race([
          once(refused, "response"),
          new Promise((resolve) => setTimeout(resolve, 300)),
        ]);
        refused.destroy();
        return Array.isArray(answer) ? [answer[0].statusCode, answer[0].headers["retry-after"]] : [];
      })
      .toEqual([503, "2"]);
    await ingest(context.url, [createTestRun().root()]);

    for (const sending of stalled) sending.destroy();
    const body = Buffer.alloc(64 * MIB, " ");
    body.write("{}");
    await expect
      .poll(
        async () => (await fetch(`${context.url}/v1/traces`, { method: "POST", headers: JSON_TYPE, body })).status,
        {
          timeout: 20_000,
        },
      )
      .toBe(200);
  });

  test.each([
    ["of known length", { "content-length": String(40 * MIB) }],
    ["in chunks", { "transfer-encoding": "chunked" }],
  ])("has a large body %s in it no more while its spans wait to be stored", async (_name, headers) => {
    await ingest(context.url, [createTestRun().root()]); // the day is there
    setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = runInNewContext("gc");
    const body = Buffer.alloc(40 * MIB, " ");
    encodeJson(toTraceRequest([createTestRun().root()])).copy(body);
    const statuses: number[] = [];
    let answer: Promise<unknown> = Promise.resolve();
    await context.database.transaction(async (session) => {
      await session.query({ text: "lock table folds in exclusive mode" });
      collectGarbage();
      const before = process.memoryUsage().arrayBuffers;
      const sending = send(context.url, { ...JSON_TYPE, ...headers });
      answer = once(sending, "response").then(([{ statusCode }]) => statuses.push(statusCode));
      sending.end(body);
      const text = "select 1 from pg_locks where not granted";
      await expect.poll(() => session.query({ text }), { timeout: 8_000 }).toHaveLength(1);
      const measure = () => {
        collectGarbage();
        return process.memoryUsage().arrayBuffers - before;
      };
      await expect.poll(measure).toBeLessThan(10 * MIB);
      expect(statuses).toEqual([]);
    });
    await answer;
    expect(statuses).toEqual([200]);
  });
});

function send(url: string, headers: Record<string, string>): ClientRequest {
  return request(`${url}/v1/traces`, { method: "POST", headers });
}
