import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const SELF = fileURLToPath(import.meta.url);

/** A server on this machine that takes spans and forgets them, in a process of its own. */
export async function startSpanSink() {
  const child = fork(SELF, [], { execArgv: [] });
  const [port] = await once(child, "message");
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      await once(child, "exit");
    },
  };
}

if (process.argv[1] === SELF && process.send !== undefined) {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => response.setHeader("content-type", "application/json").end("{}"));
  });
  server.listen(0, "127.0.0.1", () => process.send(server.address().port));
  process.on("disconnect", () => process.exit(0)); // the bench has ended, however it did
}
