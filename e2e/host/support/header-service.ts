import { once } from "node:events";
import { createServer } from "node:http";
import { getPort } from "../../../test-support/get-port.ts";

/** An HTTP service that answers everything and notes who its callers say they are. */
export interface HeaderService {
  readonly url: string;
  /** The `traceparent` of each request so far, with its path; `undefined` when it had none. */
  readonly calls: readonly { path: string; traceparent: string | undefined }[];
  close(): Promise<void>;
}

/** Starts the service on a free port. */
export async function startHeaderService(): Promise<HeaderService> {
  const calls: { path: string; traceparent: string | undefined }[] = [];
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    calls.push({ path: request.url ?? "", traceparent: request.headers["traceparent"]?.toString() });
    response.end("8 °C");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${getPort(server)}`,
    calls,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
