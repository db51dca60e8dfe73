import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { expect, test } from "vitest";
import { takePort } from "../../test-support/take-port.ts";
import { serve } from "../src/serve.ts";
import { getPort } from "../../test-support/get-port.ts";
import { callMethod, openSession, toExportMethod, toFrame } from "./support/grpc-call.ts";

test("a sender that comes while Runline starts is asked to try again, in OTLP's form", async () => {
  // A Postgres that accepts connections and says nothing keeps Runline starting.
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const databasePort = getPort(silent);
  const taken = await takePort();
  await taken.free();
  const starting = serve({
    port: taken.port,
    grpcPort: 0,
    host: "127.0.0.1",
    dataDir: "unused",
    databaseUrl: `postgres://runline@127.0.0.1:${databasePort}/runs`,
    token: undefined,
    logLevel: "silent",
  });
  await once(silent, "connection");

  const traces = await fetch(`http://127.0.0.1:${taken.port}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
  });
  expect([traces.status, traces.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(traces.headers.get("content-type")).toBe("application/x-protobuf");
  expect(Buffer.from(await traces.arrayBuffer()).subarray(0, 2)).toEqual(Buffer.from([0x08, 14]));
  const session = await openSession(`http://127.0.0.1:${taken.port}`);
  const call = await callMethod(session, toExportMethod("trace"), toFrame(Buffer.alloc(0)));
  expect([call.status, call.message, call.trailers["grpc-status-details-bin"]]).toEqual([
    14,
    "Runline is starting.",
    expect.any(String),
  ]);
  session.destroy();
  const agents = await fetch(`http://127.0.0.1:${taken.port}/api/agents`);
  expect(await agents.json()).toEqual({ error: { code: "UNAVAILABLE", message: "Runline is starting." } });

  for (const socket of sockets) socket.destroy();
  await expect(starting).rejects.toMatchObject({ code: "UNREACHABLE" });
  await new Promise((resolve) => silent.close(resolve));
});

test("a table of prices that cannot be used stops the start before anything is opened", async () => {
  const options = { port: 0, host: "127.0.0.1", dataDir: "unused", databaseUrl: undefined, token: undefined };
  const starting = serve({ ...options, logLevel: "silent", prices: "no-such-table.json" });
  await expect(starting).rejects.toMatchObject({
    code: "BAD_CONFIG",
    message: expect.stringContaining("no-such-table.json cannot be read"),
  });
});
