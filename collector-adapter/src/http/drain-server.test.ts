import { once } from "node:events";
import { createServer, get, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { getPort } from "../../../test-support/get-port.ts";
import { createServerDrain } from "./drain-server.ts";

const LONG_MS = 60_000;

/** A server with a request under way that waits for its answer. */
async function openWaiting() {
  const server = createServer();
  const drain = createServerDrain(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const arrived = new Promise<ServerResponse>((resolve) =>
    server.once("request", (_request, answer) => resolve(answer)),
  );
  const request = get({ port: getPort(server), host: "127.0.0.1", agent: false });
  const response = await arrived;
  return { drain, request, response };
}

test("a server has ended when what was under way is answered, with the word that its connection ends", async () => {
  const { drain, request, response } = await openWaiting();
  let isOver = false;
  const over = drain.close(LONG_MS).finally(() => (isOver = true));
  // An end that came too early would be heard of within a few turns.
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);

  response.end("late");
  const [answer] = await once(request, "response");
  expect(answer.headers.connection).toBe("close");
  answer.resume();
  await over;
});

test("a server cuts off what is not answered within the limit", async () => {
  const { drain, request } = await openWaiting();
  const cut = once(request, "error");
  await drain.close(1);
  const [error] = await cut;
  expect(error).toMatchObject({ code: "ECONNRESET" });
});
