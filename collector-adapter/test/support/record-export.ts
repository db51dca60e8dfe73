import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { exportSpans } from "./export-spans.ts";
import { getPort } from "../../../test-support/get-port.ts";

export interface RecordedExport {
  /** The body as it was sent, unpacked when it was gzip. */
  body: Buffer;
  contentType: string | undefined;
  contentEncoding: string | undefined;
}

/** Sends the spans with the official exporter over real HTTP and returns what arrived. */
export async function recordExport(
  encoding: "protobuf" | "json",
  spans: ReadableSpan[],
  compression: "none" | "gzip" = "none",
): Promise<RecordedExport> {
  const recorded: RecordedExport[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const sent = Buffer.concat(chunks);
      const contentEncoding = request.headers["content-encoding"];
      recorded.push({
        body: contentEncoding === "gzip" ? gunzipSync(sent) : sent,
        contentType: request.headers["content-type"],
        contentEncoding,
      });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await exportSpans(`http://127.0.0.1:${getPort(server)}`, spans, { encoding, compression });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  const [first] = recorded;
  if (first === undefined) throw new Error("The exporter reported success but sent nothing.");
  return first;
}
