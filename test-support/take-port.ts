import { once } from "node:events";
import { createServer } from "node:net";
import { getPort } from "./get-port.ts";

/** A port of this machine that is taken until `free` is called; afterwards nothing listens on it. */
export async function takePort(): Promise<{ port: number; free(): Promise<void> }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: getPort(server),
    async free() {
      server.close();
      await once(server, "close");
    },
  };
}
