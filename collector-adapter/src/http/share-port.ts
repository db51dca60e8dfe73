import type { Server } from "node:http";
import type { Http2Server } from "node:http2";
import type { Socket } from "node:net";

/** How HTTP/2 begins: no method of HTTP/1.1 does, but `P` alone may be POST. */
const HTTP2_BEGINNING = "PRI ";

/** A port that two servers share. */
export interface SharedPort {
  /** Cuts off the connections that have not said what they are. */
  close(): void;
}

/**
 * Lets the port of an HTTP server take HTTP/2 without TLS as well: the first bytes of a connection tell. The server itself goes on
 * listening, since its time limits and the end of its connections do nothing for sockets that another server hands to it. A connection
 * that says nothing is cut off after the time in which headers must be there.
 */
export function sharePort(server: Server, http2: Http2Server): SharedPort {
  const undecided = new Set<Socket>();
  const own = server.listeners("connection");
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    undecided.add(socket);
    const timer = setTimeout(() => socket.destroy(), server.headersTimeout);
    let head = Buffer.alloc(0);
    const forget = () => {
      undecided.delete(socket);
      clearTimeout(timer);
    };
    const cutOff = () => socket.destroy();
    const take = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const beginning = head.toString("latin1", 0, HTTP2_BEGINNING.length);
      const isHttp2 = beginning === HTTP2_BEGINNING;
      if (!isHttp2 && HTTP2_BEGINNING.startsWith(beginning)) return;
      forget();
      socket.off("data", take).off("error", cutOff).off("end", cutOff).off("close", forget);
      socket.pause();
      socket.unshift(head);
      if (isHttp2) http2.emit("connection", socket);
      else {
        for (const listener of own) Reflect.apply(listener, server, [socket]);
        socket.resume();
      }
    };
    socket.on("data", take).once("error", cutOff).once("end", cutOff).once("close", forget);
  });
  return {
    close() {
      for (const socket of undecided) socket.destroy();
    },
  };
}
