// Says in one line when nobody takes the spans: an exporter itself would try for ten seconds and end with a stack.
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";

const address = process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? "http://127.0.0.1:4318";
const NOT_THERE = new Set(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EHOSTUNREACH"]);
const UNAUTHORIZED = 401;

/** Sends a request without spans, as the exporter of the agent would, and gives up when nothing is there to take it. */
export async function checkReceiver() {
  // So short that there is no time for a second attempt. A receiver that is only slow gets the spans all the same.
  const exporter = new OTLPTraceExporter({ timeoutMillis: 800 });
  const { error } = await new Promise((resolve) => exporter.export([], resolve));
  if (NOT_THERE.has(error?.code) || error?.code === UNAUTHORIZED) giveUp(error);
}

/** Ends the process, and says why the spans cannot be sent and what to do about it. */
export function giveUp({ code, message }) {
  const words = NOT_THERE.has(code)
    ? `Nothing answers at ${address}. Start Runline first, in another terminal: npm start. If it listens elsewhere, set OTEL_EXPORTER_OTLP_ENDPOINT to its address.`
    : code === UNAUTHORIZED
      ? `Runline at ${address} wants its token: set OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20TOKEN, with the token for TOKEN.`
      : `The spans cannot be sent to ${address}: ${message}`;
  process.stderr.write(`${words}\n`);
  process.exit(1);
}
