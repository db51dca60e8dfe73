import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { getPort } from "../../test-support/get-port.ts";

/**
 * Asks every 250 ms until the answer is true or the time is over; returns whether it became true. An error counts as
 * "not yet": while a server is down, asking it fails.
 */
export async function waitUntil(timeoutMs: number, isTrue: () => Promise<boolean> | boolean): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      if (await isTrue()) return true;
    } catch {
      // Not yet.
    }
    if (Date.now() >= deadline) return false;
    await sleep(250);
  }
}

/** Returns that many addresses of loopback, such as `127.0.0.1:40213`, that were free a moment ago, all different. */
export async function findFreeAddresses(count: number): Promise<string[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listenAnywhere()));
  const addresses = servers.map((server) => `127.0.0.1:${getPort(server)}`);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return addresses;
}

function listenAnywhere(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
