import { once } from "node:events";
import { connect, type ClientHttp2Session } from "node:http2";
import { toExportMethod, toFrame } from "../../collector-adapter/test/support/grpc-call.ts";

/** Sends bodies as calls of gRPC, so many at a time, each when one before is acknowledged, on a connection each. */
export async function sendCalls(url: string, bodies: readonly Buffer[], senders: number): Promise<void> {
  const waiting = bodies.values();
  const sendAll = async () => {
    const session = connect(url);
    await once(session, "connect");
    for (const body of waiting) await send(session, toFrame(body));
    session.close();
  };
  await Promise.all(Array.from({ length: senders }, sendAll));
}

async function send(session: ClientHttp2Session, frame: Buffer): Promise<void> {
  const headers = { ":method": "POST", ":path": toExportMethod("trace"), "content-type": "application/grpc" };
  const stream = session.request(headers);
  stream.resume();
  stream.end(frame);
  const [trailers] = await once(stream, "trailers");
  if (trailers["grpc-status"] !== "0") throw new Error(`Runline has not stored a call: ${trailers["grpc-message"]}`);
}
