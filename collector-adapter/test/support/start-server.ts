import { once } from "node:events";
import { createServer } from "node:http";
import pino, { type Logger } from "pino";
import { createApp, type App, type AppOptions } from "../../src/app.ts";
import { createStreamServer } from "../../src/grpc/stream-server.ts";
import { sharePort } from "../../src/http/share-port.ts";
import { getPort } from "../../../test-support/get-port.ts";

/** A Runline over real HTTP and gRPC. */
export interface TestServer {
  readonly url: string;
  readonly express: App["express"];
  /** Writes what was accepted and stops; the database stays open. */
  close(): Promise<void>;
}

/** Starts the application on a free port, with the database of the caller; without a logger it logs nothing. */
export async function startServer(options: Omit<AppOptions, "logger"> & { logger?: Logger }): Promise<TestServer> {
  const app = createApp({ logger: pino({ level: "silent" }), ...options });
  const { express, queue, store, live, relay } = app;
  // A connection that is closed by its server just when a client sends on it again costs a busy machine that request.
  const server = createServer({ keepAliveTimeout: 0 }, express);
  const streams = createStreamServer(app.streams);
  const shared = sharePort(server, streams.server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${getPort(server)}`,
    express,
    async close() {
      live.closeAll();
      await queue.close();
      await store.close();
      await relay.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      shared.close(); // a client may have connected and said nothing yet
      await streams.close(0);
      await closed;
    },
  };
}
