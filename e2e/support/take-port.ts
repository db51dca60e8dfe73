import { once } from "node:events";
import { createServer } from "node:net";

/** A port of this machine that is taken until `free` is called; afterwards nothing listens on it. */
export async function takePort(): Promise<{ port: number; free(): Promise<void> }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    port: address.port,
    async free() {
      server.close();
      await once(server, "close");
    },
  };
}
