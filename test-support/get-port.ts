import type { Server } from "node:net";

/** The port that a server listens on. HTTP servers are such servers too. */
export function getPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return address.port;
}
