import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { text, varint } from "./support/otlp-encoder.ts";
import { sendSpans } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { useServer } from "./support/use-server.ts";

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const JsonStatus = v.object({ code: v.number(), message: v.string() });
/** Frames of zstd, by RFC 8878: blocks of 128 KiB that repeat a byte, or a block of the bytes themselves; of a size that it tells or not. */
const ZSTD_MAGIC = "28b52ffd";
const ZSTD_RLE_BLOCK = "02001020";
const toZstd = (head: string, body: Buffer) =>
  Buffer.concat([Buffer.from(`${ZSTD_MAGIC}${head}`, "hex"), Buffer.from([body.length * 8 + 1, 0, 0]), body]);
const CONTENT_TYPES = { json: "application/json", protobuf: "application/x-protobuf" } as const;

describe("POST /v1/traces", () => {
  const context = useServer("postgres");

  function post(body: Uint8Array, headers: Record<string, string>): Promise<Response> {
    return fetch(`${context.url}/v1/traces`, { method: "POST", body: new Uint8Array(body), headers });
  }

  /** Checks that the answer is a google.rpc.Status in the encoding of the request, and returns its message. */
  async function expectStatus(response: Response, encoding: keyof typeof CONTENT_TYPES, code: number): Promise<string> {
    const body = Buffer.from(await response.arrayBuffer());
    const message =
      encoding === "json" ? v.parse(JsonStatus, JSON.parse(body.toString())).message : readMessage(body, code);
    const expected =
      encoding === "json"
        ? Buffer.from(JSON.stringify({ code, message }))
        : Buffer.concat([varint(1, BigInt(code)), text(2, message)]);
    expect(response.headers.get("content-type")).toContain(CONTENT_TYPES[encoding]);
    expect(body).toEqual(expected);
    return message;
  }

  /** The text behind the code, a tag and its length. */
  function readMessage(body: Buffer, code: number): string {
    let at = varint(1, BigInt(code)).length + 1;
    while ((body[at] ?? 0) >= 0x80) at += 1;
    return body.subarray(at + 1).toString();
  }

  test.each([
    { encoding: "json" as const, body: Buffer.from("{") },
    { encoding: "json" as const, body: Buffer.from('{"resourceSpans": 7}') },
    { encoding: "json" as const, body: Buffer.alloc(0) },
    { encoding: "protobuf" as const, body: Buffer.from([0x0a, 0xff]) },
  ])("answers 400 with a status in $encoding for a body that it cannot decode: $body", async ({ encoding, body }) => {
    const response = await post(body, { "content-type": CONTENT_TYPES[encoding] });

    expect(response.status).toBe(400);
    await expectStatus(response, encoding, 3);
  });

  test("answers 400 for a body that is not the gzip it claims to be", async () => {
    const response = await post(Buffer.from("{}"), {
      "content-type": CONTENT_TYPES.json,
      "content-encoding": "gzip",
    });

    expect(response.status).toBe(400);
    await expectStatus(response, "json", 3);
  });

  test.each(["json", "protobuf"] as const)("answers 413 for a plain body above 64 MiB in %s", async (encoding) => {
    const response = await post(Buffer.alloc(MAX_BODY_BYTES + 1, " "), { "content-type": CONTENT_TYPES[encoding] });

    expect(response.status).toBe(413);
    expect(await expectStatus(response, encoding, 8)).toContain("64 MiB");
  });

  test("answers 413 for a small body that unpacks to more than 64 MiB, and goes on working", async () => {
    const bomb = gzipSync(Buffer.alloc(MAX_BODY_BYTES + 1, " "));
    expect(bomb.length).toBeLessThan(100_000);
    const response = await post(bomb, { "content-type": CONTENT_TYPES.json, "content-encoding": "gzip" });

    expect(response.status).toBe(413);
    await expectStatus(response, "json", 8);
    const next = await post(Buffer.from("{}"), { "content-type": CONTENT_TYPES.json });
    expect(next.status).toBe(200);
  });

  test("takes a body of exactly 64 MiB", async () => {
    const body = Buffer.alloc(MAX_BODY_BYTES, " ");
    body.write("{}");
    const response = await post(body, { "content-type": CONTENT_TYPES.json });

    expect([response.status, await response.text()]).toEqual([200, "{}"]);
  });

  test.each(["text/plain", "application/xml", "application/jsonp", ""])(
    'answers 415 for the content type "%s"',
    async (contentType) => {
      const response = await post(Buffer.from("{}"), { "content-type": contentType });

      expect(response.status).toBe(415);
      expect(await expectStatus(response, "json", 3)).toContain("application/x-protobuf");
    },
  );

  test("answers 415 for a content encoding that it does not know, and names those that it does", async () => {
    const response = await post(Buffer.from("{}"), {
      "content-type": CONTENT_TYPES.protobuf,
      "content-encoding": "snappy",
    });

    expect(response.status).toBe(415);
    expect(await expectStatus(response, "protobuf", 3)).toContain("identity, gzip, deflate, br, zstd");
  });

  test.each(["GET", "PUT", "DELETE"])("answers 405 for %s and names POST", async (method) => {
    const response = await fetch(`${context.url}/v1/traces`, { method });

    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
    await expectStatus(response, "json", 12);
  });

  test.each([
    ["application/json; charset=utf-8", Buffer.from("{}"), "{}"],
    ["APPLICATION/JSON", Buffer.from("{}"), "{}"],
    ["application/x-protobuf", Buffer.alloc(0), ""],
  ])("takes an empty request as %s and answers in the same encoding", async (contentType, body, answer) => {
    const response = await post(body, { "content-type": contentType });

    expect([response.status, await response.text()]).toEqual([200, answer]);
  });

  test.each([
    ["identity", "as it is", Buffer.from("{}")],
    ["", "as it is", Buffer.from("{}")],
    ["GZIP", "gzip", gzipSync("{}")],
    ["x-gzip", "gzip", gzipSync("{}")],
    ["deflate", "zlib", deflateSync("{}")],
    ["deflate", "without zlib's wrapper", deflateRawSync("{}")],
    ["br", "brotli", brotliCompressSync("{}")],
    ["zstd", "zstd that tells its size", toZstd("2002", Buffer.from("{}"))],
    ["zstd", "zstd that does not", toZstd("0038", Buffer.from("{}"))],
  ])('takes a body with the content encoding "%s": %s', async (contentEncoding, _form, body) => {
    const response = await post(body, { "content-type": CONTENT_TYPES.json, "content-encoding": contentEncoding });
    expect([response.status, await response.text()]).toEqual([200, "{}"]);
  });

  test("answers 400 for what is not zstd, and 413 for zstd that is cut off or becomes more than 64 MiB", async () => {
    const headers = { "content-type": CONTENT_TYPES.json, "content-encoding": "zstd" };
    expect((await post(Buffer.from("{}"), headers)).status).toBe(400);
    const cutOff = toZstd("2002", Buffer.from("{}")).subarray(0, -1);
    const bomb = Buffer.from(`${ZSTD_MAGIC}0038${ZSTD_RLE_BLOCK.repeat(513)}010000`, "hex");
    for (const body of [cutOff, bomb]) {
      const response = await post(body, headers);
      expect(response.status).toBe(413);
      expect(await expectStatus(response, "json", 8)).toContain("64 MiB (after decompression), or is not whole");
    }
  });

  test("takes JSON behind a byte order mark", async () => {
    const response = await post(Buffer.from("\uFEFF{}"), { "content-type": CONTENT_TYPES.json });
    expect([response.status, await response.text()]).toEqual([200, "{}"]);
  });

  test.each(["/v1/traces/", "//v1/traces", "/V1/Traces", "/v1/traces?key=1"])(
    "takes traces at %s, too",
    async (path) => {
      const headers = { "content-type": CONTENT_TYPES.json };
      const response = await fetch(`${context.url}${path}`, { method: "POST", headers, body: "{}" });
      expect([response.status, await response.text()]).toEqual([200, "{}"]);
    },
  );

  test.each([
    ["/", "traces"],
    ["/v1", "traces"],
    ["/v1/trace", "traces"],
    ["/v1/traces/v1/traces", "traces"],
    ["/api/traces", "traces"],
    ["/api/public/otel/v1/traces", "traces"],
    ["/v1/profiles", "traces"],
    ["/otlp/v1/logs", "logs"],
    ["/v1/metric", "metrics"],
    ["/opentelemetry.proto.collector.trace.v1.TraceService/Export", "traces"],
  ])("answers 404 for a POST to %s and names the right path, in the form that senders read", async (path, signal) => {
    const headers = { "content-type": CONTENT_TYPES.protobuf };
    const response = await fetch(`${context.url}${path}`, { method: "POST", headers, body: "" });

    expect(response.status).toBe(404);
    const found = await expectStatus(response, "protobuf", 12);
    expect(found).toContain(`There is no POST ${path} in Runline`);
    expect(found).toContain(`${context.url}/v1/${signal}.`);
  });

  test("takes metrics without keeping them, and says so", async () => {
    const headers = { "content-type": CONTENT_TYPES.json };
    const response = await fetch(`${context.url}/v1/metrics`, {
      method: "POST",
      headers,
      body: '{"resourceMetrics":[{}]}',
    });

    expect([response.status, await response.json()]).toEqual([
      200,
      {
        partialSuccess: {
          rejectedDataPoints: "0",
          errorMessage: expect.stringContaining("OTEL_METRICS_EXPORTER=none"),
        },
      },
    ]);
  });

  test("takes a span that is above a limit, cut, and warns its sender", async () => {
    const run = createTestRun();
    const answer = await sendSpans(context.url, [run.root({ attributes: { story: "x".repeat(1_048_577) } })]);

    expect([answer.status, await answer.json()]).toEqual([
      200,
      { partialSuccess: { rejectedSpans: "0", errorMessage: expect.stringContaining("1 spans were above a limit") } },
    ]);
  });
});
