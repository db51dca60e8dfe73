import { once } from "node:events";
import { createServer } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { getPort } from "../../../test-support/get-port.ts";
import { sharePort } from "../http/share-port.ts";
import { createStreamServer } from "./stream-server.ts";

const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

test("ends though a client leaves at that moment, and though one never closes its side", async () => {
  const server = createServer();
  const streams = createStreamServer((stream) => stream.respond({ ":status": 200 }, { endStream: true }));
  sharePort(server, streams.server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = getPort(server);
  const leaving = connectHttp2(`http://127.0.0.1:${port}`);
  await once(leaving, "remoteSettings");
  const stubborn = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  stubborn.write(PREFACE, "latin1");
  await once(stubborn, "data");

  leaving.destroy();
  await Promise.all([streams.close(100), once(server.close(), "close")]);
  expect(stubborn.destroyed).toBe(false);
  stubborn.destroy();
});
