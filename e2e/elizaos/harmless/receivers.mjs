import { once } from "node:events";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

/** Ways in which what receives the spans can misbehave. */
const answers = {
  "answers after 10 s": (response) => void setTimeout(() => response.end("{}"), 10_000).unref(),
  "answers 500": (response) => response.writeHead(500).end("out of order"),
  "is full and answers 503": (response) => response.writeHead(503, { "retry-after": "30" }).end(),
  "never answers": () => {},
  "answers garbage": (response) =>
    response
      .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
      .end(gzipSync("<html>{{{").subarray(3)),
  "closes the connection in the middle of its answer": (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write("{", () => response.destroy());
  },
  "accepts everything": (response) => response.end("{}"),
};

/** Names of the ways, apart from the good one. */
export const badReceivers = Object.keys(answers).filter((name) => name !== "accepts everything");

/** Starts a receiver on a free port of this machine. */
export async function startReceiver(name) {
  let requests = 0;
  let answered = 0;
  const server = createServer((request, response) => {
    requests += 1;
    response.on("finish", () => (answered += 1));
    request.resume();
    request.on("end", () => answers[name](response));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${server.address().port}`,
    count: () => ({ requests, answered }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
