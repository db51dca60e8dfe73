import pino from "pino";
import { describe, expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { fixed64, message, text, varint } from "./support/otlp-encoder.ts";
import { useServer } from "./support/use-server.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const LOGS = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: "a" } }] }] }] };

function toAttributes(values: Record<string, string>) {
  return Object.entries(values).map(([key, value]) => ({ key, value: { string_value: value } }));
}

describe("POST /v1/traces with more or other than spans in today's names", () => {
  const logged: { msg: string; sender?: string }[] = [];
  const logger = pino({ level: "warn" }, { write: (line) => void logged.push(JSON.parse(line)) });
  const context = useServer("postgres", { logger });

  async function post(body: Uint8Array | object, type: "json" | "x-protobuf" = "json"): Promise<Buffer> {
    const response = await fetch(`${context.url}/v1/traces`, {
      method: "POST",
      headers: { "content-type": `application/${type}` },
      body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  }

  test("stores spans with the other spelling of names and with enum names", async () => {
    const start = Date.now() - 1000;
    const span = {
      trace_id: TRACE_ID,
      span_id: "b7ad6b7169203331",
      name: "invoke_agent",
      kind: "SPAN_KIND_CLIENT",
      start_time_unix_nano: `${start}000000`,
      end_time_unix_nano: `${start + 500}000000`,
      attributes: toAttributes({ "gen_ai.operation.name": "invoke_agent" }),
      status: { code: "STATUS_CODE_ERROR", message: "boom" },
    };
    const resource = { attributes: toAttributes({ "service.name": "snake" }) };
    const answer = await post({ resource_spans: [{ resource, scope_spans: [{ spans: [span] }] }] });

    expect(answer.toString()).toBe("{}");
    const client = createClient(context.url);
    const { agents } = await client.listAgents();
    const agentId = agents.find(({ name }) => name === "snake")?.agentId ?? "";
    expect((await client.listRuns(agentId)).runs).toMatchObject([{ status: "error" }]);
  });

  test.each<[string, object, string, string]>([
    ["logs", LOGS, "0", "This is an OTLP logs request"],
    ["unknown names", { traces: [1] }, "0", "found traces, expected resourceSpans"],
    [
      "spans of before OTLP 1.0",
      { resourceSpans: [{ instrumentationLibrarySpans: [{ spans: [{}, {}] }] }] },
      "2",
      "send them in scopeSpans",
    ],
  ])("answers %s with a message, and logs it once for many requests", async (_, body, rejectedSpans, expected) => {
    logged.length = 0;
    for (let count = 0; count < 3; count += 1) {
      const errorMessage = expect.stringContaining(expected);
      expect(JSON.parse((await post(body)).toString())).toEqual({ partialSuccess: { rejectedSpans, errorMessage } });
    }
    expect(logged).toEqual([expect.objectContaining({ sender: "127.0.0.1", msg: expect.stringContaining(expected) })]);
  });

  test("answers log records in protobuf with what they are", async () => {
    const record = [fixed64(1, "1795393454513250000"), varint(2, 9n), message(5, [text(1, "a")])];
    const answer = await post(message(1, [message(2, [message(2, record)])]), "x-protobuf");
    expect(answer.toString()).toContain("This is an OTLP logs request");
  });

  test("logs a body that it refuses once, whatever is wrong with it", async () => {
    logged.length = 0;
    for (const body of ["{", "[]", ""]) {
      const headers = { "content-type": "application/json" };
      const response = await fetch(`${context.url}/v1/traces`, { method: "POST", headers, body });
      expect(response.status).toBe(400);
    }
    const msg = "a request that cannot be decoded was refused";
    expect(logged).toEqual([expect.objectContaining({ sender: "127.0.0.1", reason: expect.anything(), msg })]);
  });

  test("logs nothing for requests that hold nothing", async () => {
    logged.length = 0;
    await post({});
    await post({ resourceSpans: [] });
    await post(Buffer.alloc(0), "x-protobuf");
    expect(logged).toEqual([]);
  });
});
