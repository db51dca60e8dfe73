import { once } from "node:events";
import { constants, createServer, type Http2Server, type ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import type { StreamListener } from "./answer-stream.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Calls on one connection at a time. With 100, Node's own client, which does not wait for its turn, has 50 of 150 calls refused; what they
 * hold is bounded by the memory budget of ingest.
 */
const MAX_STREAMS = 1000;
/** What a client may send before it is told to go on: bodies have 0.3 MiB, for which the default of 64 KiB makes it wait five times. */
const STREAM_WINDOW_BYTES = 4 * MIB;
const SESSION_WINDOW_BYTES = 16 * MIB;
/** Headers of a request, as over HTTP/1.1. */
const MAX_HEADER_BYTES = 16 * KIB;
/** What Node may hold of one connection: its streams, their headers, and what waits to be sent. */
const MAX_SESSION_MIB = 64;
/** A connection on which nothing happens is closed after this; clients open another one. */
const IDLE_MS = 300_000;
/** Pings on a connection within a minute and without a call: clients send one in 10 s, and some one for each answer. */
const MAX_PINGS = 100;
const PINGS_MS = 60_000;

/** HTTP/2 without a port of its own: connections are handed to `server`. */
export interface StreamServer {
  readonly server: Http2Server;
  /** Tells clients to go elsewhere, lets calls that are under way end, and cuts off after `limitMs` those that do not. */
  close(limitMs: number): Promise<void>;
}

/** @example const { server } = createStreamServer(listener); server.emit("connection", socket); */
export function createStreamServer(listener: StreamListener): StreamServer {
  const sessions = new Set<ServerHttp2Session>();
  /** A session that has closed may leave its socket open, until the client ends it as well. */
  const sockets = new Set<Socket>();
  let isClosing = false;
  const server = createServer({
    settings: {
      maxConcurrentStreams: MAX_STREAMS,
      initialWindowSize: STREAM_WINDOW_BYTES,
      maxHeaderListSize: MAX_HEADER_BYTES,
    },
    maxSessionMemory: MAX_SESSION_MIB,
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", () => {}); // a client that breaks the protocol or the connection, on which its calls end as well
    session.setLocalWindowSize(SESSION_WINDOW_BYTES);
    session.setTimeout(IDLE_MS, () => session.close());
    limitPings(session);
    if (isClosing) session.close();
  });
  server.on("stream", (stream, headers) => {
    stream.on("error", () => {}); // the client has gone: whoever reads or answers sees that the stream is closed
    listener(stream, headers);
  });
  return {
    server,
    async close(limitMs) {
      isClosing = true;
      const closed = [...sockets].map((socket) => once(socket, "close"));
      for (const session of sessions) session.close();
      const cutOff = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, limitMs);
      await Promise.all(closed);
      clearTimeout(cutOff);
    },
  };
}

/** Each ping is answered, which costs a client nothing to ask for. */
function limitPings(session: ServerHttp2Session): void {
  let pings = 0;
  let since = 0;
  session.on("stream", () => (pings = 0));
  session.on("ping", () => {
    const now = performance.now();
    if (now - since > PINGS_MS) [since, pings] = [now, 0];
    pings += 1;
    if (pings > MAX_PINGS) session.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM);
  });
}
