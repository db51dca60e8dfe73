import pino from "pino";
import { describe, expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { sendLogs, ingestLogs, logOf } from "./support/test-log-record.ts";
import { useServer } from "./support/use-server.ts";

describe("POST /v1/logs", () => {
  const logged: { msg: string; sender?: string }[] = [];
  const logger = pino({ level: "warn" }, { write: (line) => void logged.push(JSON.parse(line)) });
  const context = useServer("postgres", { logger });

  test.each([
    ["GET", {}, 405],
    ["POST", { "content-type": "text/plain" }, 415],
    ["POST", { "content-type": "application/json", "content-encoding": "snappy" }, 415],
    ["POST", { "content-type": "application/json" }, 400],
  ])("refuses what /v1/traces refuses, in the form of OTLP: %s %j", async (method, headers, status) => {
    const response = await fetch(`${context.url}/v1/logs`, { method, headers, ...(status === 400 && { body: "{" }) });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ code: expect.any(Number), message: expect.any(String) });
  });

  test("answers what names no trace with how many and why, and logs it once for many requests", async () => {
    logged.length = 0;
    const { traceId, ...loose } = logOf(createForeignTrace().span("chat"), { body: "hello" });
    for (let count = 0; count < 3; count += 1) {
      expect(await (await sendLogs(context.url, [loose, { traceId, ...loose }, loose])).json()).toEqual({
        partialSuccess: { rejectedLogRecords: "2", errorMessage: expect.stringContaining("name no trace") },
      });
    }
    const notice = { sender: "127.0.0.1", msg: expect.stringContaining("name no trace") };
    expect(logged).toEqual([expect.objectContaining(notice)]);
  });

  test("stores what the process for large bodies has read", async () => {
    const trace = createForeignTrace();
    const span = trace.span("chat");
    const records = Array.from({ length: 40 }, (_, index) => logOf(span, { after: index, body: "x".repeat(20_000) }));
    await ingestLogs(context.url, records);
    const detail = await createClient(context.url).getTraceSpan(trace.traceId, span.spanId);
    expect(detail.events).toHaveLength(40);
  });
});
