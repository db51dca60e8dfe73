import { once } from "node:events";
import { constants, type ClientHttp2Session } from "node:http2";
import { deflateSync, gzipSync } from "node:zlib";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callApi, createClient } from "./support/call-api.ts";
import { callMethod, openSession, toExportMethod, toFrame } from "./support/grpc-call.ts";
import { encodeProtobuf, message, text, varint } from "./support/otlp-encoder.ts";
import { createTestRun } from "./support/test-run.ts";
import { toTraceRequest, type TestSpan } from "./support/test-span.ts";
import { useServer } from "./support/use-server.ts";

const MIB = 1024 * 1024;
const TRACES = toExportMethod("trace");
const EMPTY = toFrame(Buffer.alloc(0));

const toBody = (spans: readonly TestSpan[]) => encodeProtobuf(toTraceRequest(spans));

describe("OTLP over gRPC, on the port of everything", () => {
  const logged: Record<string, unknown>[] = [];
  const logger = pino({ level: "warn" }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const context = useServer("postgres", { logger });
  let session: ClientHttp2Session;

  beforeAll(async () => {
    session = await openSession(context.url);
  });

  afterAll(() => session.destroy());

  test.each([
    { encoding: "identity", compress: undefined },
    { encoding: "gzip", compress: gzipSync },
    { encoding: "deflate", compress: deflateSync },
  ])(
    "stores what comes in $encoding before it answers, on a connection beside HTTP/1.1",
    async ({ encoding, compress }) => {
      const run = createTestRun();
      const body = toBody([run.root(), run.modelCall()]);
      const frame = toFrame(compress?.(body) ?? body, compress !== undefined);
      const answer = await callMethod(session, TRACES, frame, { "grpc-encoding": encoding, "grpc-timeout": "10S" });

      expect(answer).toMatchObject({ httpStatus: 200, status: 0, body: Buffer.alloc(0) });
      const { summary } = await createClient(context.url).getRun(run.agentId, run.runId);
      expect(summary.counts.modelCalls).toBe(1);
    },
  );

  test("reads a large message in the process for large bodies", async () => {
    const run = createTestRun();
    const spans = [run.root(), ...Array.from({ length: 3000 }, () => run.modelCall())];
    const body = toBody(spans);
    expect(body.length).toBeGreaterThan(512 * 1024);
    expect(await callMethod(session, TRACES, toFrame(body))).toMatchObject({ status: 0 });
    const { summary } = await createClient(context.url).getRun(run.agentId, run.runId);
    expect(summary.counts.modelCalls).toBe(3000);
  });

  test("takes a hundred calls at once on one connection", async () => {
    const runs = Array.from({ length: 100 }, () => createTestRun());
    const answers = await Promise.all(runs.map((run) => callMethod(session, TRACES, toFrame(toBody([run.root()])))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([0]));
    const { body } = await callApi(context.url, `/api/runs?limit=100&agentId=${runs[0]?.agentId}`);
    expect(body).toMatchObject({ runs: [{}] });
  });

  test("says what of a request was not taken", async () => {
    const run = createTestRun();
    const bad = { ...run.modelCall(), spanId: "0000000000000000" };
    const { status, body } = await callMethod(session, TRACES, toFrame(toBody([run.root(), bad])));

    const reason = "spanId must be 8 bytes that are not all zero.";
    expect([status, body]).toEqual([0, message(1, [varint(1, 1n), text(2, reason)])]);
  });

  test("takes metrics without keeping them, and says so in the answer and once in the log", async () => {
    logged.length = 0;
    const calls = [1, 2].map(() => callMethod(session, toExportMethod("metrics"), EMPTY));
    for (const { status, body } of await Promise.all(calls)) {
      expect([status, body.toString()]).toEqual([0, expect.stringContaining("OTEL_METRICS_EXPORTER=none")]);
    }
    expect(logged).toMatchObject([{ sender: "127.0.0.1", msg: expect.stringContaining("the metrics are not kept") }]);
  });

  test.each([
    ["a message that cannot be decoded", TRACES, toFrame(Buffer.from([0x0a, 0xff])), {}, 3, "ends at byte 2"],
    ["a message that is cut off", TRACES, toFrame(Buffer.from("abc")).subarray(0, 6), {}, 3, "2 bytes are missing"],
    [
      "a message that is not in its encoding",
      TRACES,
      toFrame(Buffer.from("{}"), true),
      { "grpc-encoding": "gzip" },
      3,
      "decompressed",
    ],
    ["a message in an encoding that nobody named", TRACES, toFrame(Buffer.from("abc"), true), {}, 13, "grpc-encoding"],
    ["a message that is neither compressed nor not", TRACES, Buffer.from([2, 0, 0, 0, 0]), {}, 13, "the byte 2"],
    ["an encoding that is unknown", TRACES, EMPTY, { "grpc-encoding": "snappy" }, 12, "gzip"],
    ["a method that is unknown", "/x.Y/Z", EMPTY, {}, 12, TRACES],
  ])("refuses %s for good", async (_what, path, frame, headers, status, says) => {
    const answer = await callMethod(session, path, frame, headers);
    expect(answer).toMatchObject({ httpStatus: 200, status, message: expect.stringContaining(says) });
    expect(answer.trailers["grpc-status-details-bin"]).toBeUndefined();
  });

  test("refuses what is too large by its first bytes, or once it is expanded, and keeps the connection", async () => {
    const tooLarge = { status: 8, message: expect.stringContaining("64 MiB") };
    const announced = toFrame(Buffer.alloc(64 * MIB + 1)).subarray(0, 1000);
    expect(await callMethod(session, TRACES, announced)).toMatchObject(tooLarge);
    const bomb = toFrame(gzipSync(Buffer.alloc(64 * MIB + 1)), true);
    expect(await callMethod(session, TRACES, bomb, { "grpc-encoding": "gzip" })).toMatchObject(tooLarge);
    expect(await callMethod(session, TRACES, EMPTY)).toMatchObject({ status: 0 });
  });

  test("answers at the client's deadline", async () => {
    const headers = { ":method": "POST", ":path": TRACES, "content-type": "application/grpc", "grpc-timeout": "50m" };
    const [answer] = await once(session.request(headers), "response");
    expect(answer).toMatchObject({ "grpc-status": "4" });
  });

  test("takes no more than there is memory for, and has it back from calls that their clients give up", async () => {
    const announced = toFrame(Buffer.alloc(60 * MIB)).subarray(0, 5);
    const open = () => {
      const call = session.request({ ":method": "POST", ":path": TRACES, "content-type": "application/grpc" });
      call.on("error", () => {}); // it is given up
      call.write(announced);
      return call;
    };
    const calls = [open(), open(), open()];
    const refused = await callMethod(session, TRACES, announced);
    expect(refused).toMatchObject({ status: 14, message: expect.stringContaining("224 MiB") });
    expect(refused.trailers["grpc-status-details-bin"]).toBeDefined();
    for (const call of calls) call.close(constants.NGHTTP2_CANCEL);
    const statusOfNext = async () => (await callMethod(session, TRACES, announced)).status;
    await expect.poll(statusOfNext).toBe(3); // it ends before its message does
  });

  test.each(["host.docker.internal:4317", "runline:4317", "172.17.0.1:4317"])(
    "takes calls of containers, which call it %s, without a token",
    async (authority) => {
      expect(await callMethod(session, TRACES, EMPTY, { ":authority": authority })).toMatchObject({ status: 0 });
    },
  );

  test("is not answered for another host's name, without a token", async () => {
    const answer = await callMethod(session, TRACES, EMPTY, { ":authority": "evil.example" });
    expect(answer).toMatchObject({ status: 7, message: expect.stringContaining("evil.example") });
  });

  test("ends a connection on which a client does nothing but ping", async () => {
    const other = await openSession(context.url);
    for (let ping = 0; ping < 150 && !other.destroyed; ping += 1) {
      await new Promise<void>((resolve) => void (other.ping(() => resolve()) || resolve()));
    }
    if (!other.closed) await once(other, "close");
    expect(other.destroyed).toBe(true);
  });
});

describe("HTTP/2 without gRPC", () => {
  const context = useServer("postgres", { basePath: "/tools" });

  async function post(path: string, body: string, headers: Record<string, string>) {
    const session = await openSession(context.url);
    const stream = session.request({ ":method": "POST", ":path": path, ...headers });
    stream.end(body);
    stream.setEncoding("utf8");
    const [head] = await once(stream, "response");
    let answer = "";
    for await (const chunk of stream) answer += String(chunk);
    session.close();
    return [head[":status"], answer];
  }

  test("takes OTLP as over HTTP/1.1, and says that everything else is there", async () => {
    const json = { "content-type": "application/json" };
    expect(await post("/v1/traces", "{}", json)).toEqual([200, "{}"]);
    expect(await post("/v1/traces", "{", json)).toEqual([400, expect.stringContaining('"code":3')]);
    expect(await post("/v1/traces", "{}", { "content-type": "text/plain" })).toEqual([415, expect.any(String)]);
    expect(await post("/api/runs", "{}", json)).toEqual([505, expect.stringContaining("HTTP/1.1")]);
  });

  test.each(["//v1/traces", "/tools/v1/traces", "/tools//v1/traces", "/V1/Traces/", "/v1/traces?key=1"])(
    "takes traces at %s, too, as over HTTP/1.1",
    async (path) => {
      expect(await post(path, "{}", { "content-type": "application/json" })).toEqual([200, "{}"]);
    },
  );

  test("takes calls of gRPC below the base path", async () => {
    const session = await openSession(context.url);
    expect(await callMethod(session, `/tools${TRACES}`, EMPTY)).toMatchObject({ status: 0 });
    session.destroy();
  });

  test.each([
    ["/v1/trace", {}, "http://runline:4318/tools/v1/traces"],
    ["/otlp/v1/logs?key=1", { "x-forwarded-proto": "https" }, "https://runline:4318/tools/v1/logs"],
  ])("says where what is posted to %s belongs, in the words of HTTP/1.1", async (path, forwarded, right) => {
    const headers = { "content-type": "application/json", ":authority": "runline:4318", ...forwarded };
    const [bare] = path.split("?", 1);
    const says = `There is no POST ${bare} in Runline: OTLP ${right.split("/").at(-1)} are sent to ${right}.`;
    expect(await post(path, "{}", headers)).toEqual([404, expect.stringContaining(says)]);
    const plain = { "content-type": "application/json", ...forwarded };
    const response = await fetch(context.url + path, { method: "POST", headers: plain, body: "{}" });
    const { host } = new URL(context.url);
    expect([response.status, await response.text()]).toEqual([
      404,
      expect.stringContaining(says.replace("runline:4318", host)),
    ]);
  });
});

describe("OTLP over gRPC with a token", () => {
  const context = useServer("postgres", { token: "sesame" });

  test("lets in who sends it, whatever the host is called", async () => {
    const session = await openSession(context.url);
    const headers = { ":authority": "runline.example" };
    const without = await callMethod(session, TRACES, EMPTY, headers);
    const wrong = await callMethod(session, TRACES, EMPTY, { ...headers, authorization: "Bearer other" });
    const right = await callMethod(session, TRACES, EMPTY, { ...headers, authorization: "Bearer sesame" });
    expect([without, wrong, right].map(({ status }) => status)).toEqual([16, 16, 0]);
    expect(without.message).toContain("Authorization: Bearer TOKEN");
    session.destroy();
  });
});
