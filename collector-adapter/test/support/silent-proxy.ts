import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { getPort } from "../../../test-support/get-port.ts";

/** A way to a Postgres server through a network that can swallow packets. */
export interface SilentProxy {
  /** The address of the database by this way. */
  readonly url: string;
  /** All connections there are, and those made until `recover`, bring nothing over any more and do not end. */
  swallow(): void;
  /** New connections work; the old ones stay as they are. */
  recover(): void;
  /** Ends all connections: whoever waits on one that brings nothing over need not wait for as long as a statement may take. */
  end(): void;
}

/** Stands before the server until the test ends. */
export async function startSilentProxy(databaseUrl: string): Promise<SilentProxy> {
  const target = new URL(databaseUrl);
  const [host, port] = [target.hostname, Number(target.port)];
  let network = { swallows: false };
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    const mine = network;
    clients.add(client);
    const upstream = connect(port, host);
    client.on("data", (data) => mine.swallows || upstream.write(data));
    upstream.on("data", (data) => mine.swallows || client.write(data));
    for (const [end, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      end.on("error", () => {}); // a close follows
      end.on("close", () => mine.swallows || other.destroy());
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  target.port = String(getPort(server));
  return {
    url: target.href,
    swallow: () => (network.swallows = true),
    recover: () => (network = { swallows: false }),
    end() {
      for (const client of clients) client.destroy();
    },
  };
}
