import type { Server, ServerResponse } from "node:http";

/** Ends a server without leaving its clients in doubt. */
export interface ServerDrain {
  /**
   * Takes no more connections, says `Connection: close` with every answer from now on, and resolves when all connections are
   * closed, by force after `limitMs`.
   */
  close: (limitMs: number) => Promise<void>;
}

/**
 * Node's own `server.close` waits for connections on which requests keep coming, and a client cannot know that it should leave.
 * (Libraries for this know no answers that are under way, or bring four others along.)
 */
export function createServerDrain(server: Server): ServerDrain {
  const underWay = new Set<ServerResponse>();
  let isClosing = false;

  // Before any other listener, which may answer at once.
  server.prependListener("request", (_request, response: ServerResponse) => {
    underWay.add(response);
    response.once("close", () => underWay.delete(response));
    if (isClosing) sendAway(response);
  });

  return {
    async close(limitMs) {
      isClosing = true;
      for (const response of underWay) sendAway(response);
      const closed = new Promise((resolve) => server.close(resolve));
      const cutOff = setTimeout(() => server.closeAllConnections(), limitMs);
      await closed;
      clearTimeout(cutOff);
    },
  };
}

function sendAway(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("connection", "close");
}
