import { once } from "node:events";
import {
  connect,
  constants,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
  type OutgoingHttpHeaders,
} from "node:http2";

/** What a client of gRPC sees. */
export interface CallAnswer {
  httpStatus: number | undefined;
  /** Code of gRPC; `undefined` when the call broke off. */
  status: number | undefined;
  message: string;
  trailers: IncomingHttpHeaders;
  /** Bytes of the answer's message, without the prefix. */
  body: Buffer;
}

/** The `Export` method of a signal, such as `trace`. */
export function toExportMethod(signal: "trace" | "logs" | "metrics"): string {
  const service = `${signal[0]?.toUpperCase()}${signal.slice(1)}Service`;
  return `/opentelemetry.proto.collector.${signal}.v1.${service}/Export`;
}

/** A message with its prefix. */
export function toFrame(message: Uint8Array, isCompressed = false): Buffer {
  const prefix = Buffer.from([isCompressed ? 1 : 0, 0, 0, 0, 0]);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** Opens a connection; ends it in `close`. */
export async function openSession(url: string): Promise<ClientHttp2Session> {
  const session = connect(url);
  session.on("error", () => {}); // seen on the calls
  await once(session, "connect");
  return session;
}

/** Calls a method as gRPC's own clients do: prefix and message are pieces of their own. */
export async function callMethod(
  session: ClientHttp2Session,
  path: string,
  frame: Buffer,
  headers: OutgoingHttpHeaders = {},
): Promise<CallAnswer> {
  const stream = session.request({
    ":method": "POST",
    ":path": path,
    te: "trailers",
    "content-type": "application/grpc",
    "user-agent": "OTel-OTLP-Exporter-Python/1.45.2 grpc-python/1.76.0",
    "grpc-accept-encoding": "identity, deflate, gzip",
    ...headers,
  });
  let answer: IncomingHttpHeaders & IncomingHttpStatusHeader = {};
  let trailers: IncomingHttpHeaders = {};
  const chunks: Buffer[] = [];
  const answered = new Promise<void>((resolve) => {
    stream.once("close", resolve);
    // A refusal has no more than headers, and comes while a client may still be sending.
    stream.on("response", (sent, flags) => {
      answer = sent;
      if (flags & constants.NGHTTP2_FLAG_END_STREAM) resolve();
    });
  });
  stream.on("trailers", (sent) => (trailers = sent));
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  stream.on("error", () => {}); // a call that breaks off has no status
  stream.write(frame.subarray(0, 5));
  stream.end(frame.subarray(5));
  await answered;
  const all = { ...answer, ...trailers };
  return {
    httpStatus: answer[":status"],
    status: all["grpc-status"] === undefined ? undefined : Number(all["grpc-status"]),
    message: decodeURIComponent(all["grpc-message"]?.toString() ?? ""),
    trailers: all,
    body: Buffer.concat(chunks).subarray(5),
  };
}
