import { once } from "node:events";
import { createServer } from "node:http";
import { connect as connectHttp2, createServer as createHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getPort } from "../../../test-support/get-port.ts";
import { sharePort, type SharedPort } from "./share-port.ts";

const server = createServer((request, response) => response.end(`${request.method} over HTTP/1.1`));
const http2 = createHttp2();
let shared: SharedPort;
let port: number;

beforeAll(async () => {
  server.headersTimeout = 200;
  http2.on("stream", (stream) => {
    stream.respond({ ":status": 200 });
    stream.end("over HTTP/2");
  });
  shared = sharePort(server, http2);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = getPort(server);
});

afterAll(async () => {
  shared.close();
  server.close();
  server.closeAllConnections();
  await once(server, "close");
});

async function open(): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

/** What comes back for these pieces, each in a packet of its own. */
async function exchange(pieces: readonly Buffer[]): Promise<Buffer> {
  const socket = await open();
  socket.setNoDelay(true);
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const [answer]: Buffer[] = await once(socket, "data");
  socket.destroy();
  return answer ?? Buffer.alloc(0);
}

const toBytes = (text: string) => [...Buffer.from(text)].map((byte) => Buffer.from([byte]));

describe("a port that two servers share", () => {
  test.each(["GET", "PUT", "POST", "PATCH"])("answers %s over HTTP/1.1, byte by byte", async (method) => {
    const answer = await exchange(toBytes(`${method} / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`));
    expect(answer.toString("latin1")).toContain(`${method} over HTTP/1.1`);
  });

  test("answers the beginning of HTTP/2, byte by byte, with settings", async () => {
    const [SETTINGS, EMPTY_SETTINGS] = [4, "\0\0\0\x04\0\0\0\0\0"];
    const answer = await exchange(toBytes(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${EMPTY_SETTINGS}`));
    expect(answer[3]).toBe(SETTINGS);
  });

  test("answers HTTP/2", async () => {
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    const stream = session.request({ ":path": "/" });
    stream.setEncoding("utf8");
    const [text]: string[] = await once(stream, "data");
    expect(text).toBe("over HTTP/2");
    session.close();
    await once(session, "close");
  });

  test("cuts off a connection that says nothing, and one that has not said enough", async () => {
    const sockets = [await open(), await open()];
    sockets[1]?.write("PR");
    await Promise.all(sockets.map((socket) => once(socket.resume(), "close")));
    expect(sockets.map((socket) => socket.bytesRead)).toEqual([0, 0]);
  });

  test("lets its server end what it was handed", async () => {
    const socket = await open();
    socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await once(socket, "data");
    server.closeIdleConnections();
    await once(socket, "close");
    expect(socket.destroyed).toBe(true);
  });
});
