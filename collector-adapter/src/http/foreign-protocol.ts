import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { NoticeLog } from "./notice-log.ts";

/** The first byte of a TLS connection: a handshake (RFC 8446, 5.1). */
const TLS_HANDSHAKE = 0x16;

/** What Node answers to bytes other than a request, by its code of the error. */
const STATUS_LINES: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

/**
 * Tells of connections that speak something else than HTTP. They are answered as Node would answer them, and closed.
 *
 * @param url - where the server is
 */
export function tellForeignProtocols(server: Server, url: string, notices: NoticeLog): void {
  server.on("clientError", (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    if (error.rawPacket?.[0] === TLS_HANDSHAKE) {
      notices.warn(
        toAddress(socket),
        "A TLS connection came, and this port has no TLS: send to http://, not https://.",
        {
          change: `export OTEL_EXPORTER_OTLP_ENDPOINT=${url}`,
        },
      );
    }
    if (!socket.writable || error.code === "ECONNRESET") {
      socket.destroy();
      return;
    }
    const status = STATUS_LINES[error.code ?? ""] ?? "400 Bad Request";
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
  });
}

function toAddress(socket: Duplex): string {
  return ("remoteAddress" in socket && typeof socket.remoteAddress === "string" && socket.remoteAddress) || "unknown";
}
