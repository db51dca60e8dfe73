import type { Request } from "express";
import { toOwnAddress } from "../http/own-address.ts";
import { RPC_CODE, type Refusal } from "./refuse-trace-request.ts";

/** The signals of OTLP that an SDK sends beside traces by its defaults, and what keeps an SDK from it. */
const SWITCHES = new Map([
  ["metrics", "OTEL_METRICS_EXPORTER"],
  ["logs", "OTEL_LOGS_EXPORTER"],
]);

export const OTHER_SIGNALS = [...SWITCHES.keys()].map((signal) => `/v1/${signal}`);

/** Says that Runline takes traces, where, and how to send nothing else. */
export function toOtherSignalRefusal(request: Request): Refusal {
  const signal = request.path.slice("/v1/".length);
  const address = toOwnAddress(request, "/v1/traces");
  const message =
    `Runline takes traces, at ${address}, and no ${signal}. ` +
    `Set ${SWITCHES.get(signal)}=none where your application starts, and its SDK sends none.`;
  return { status: 404, code: RPC_CODE.unimplemented, message, change: `export ${SWITCHES.get(signal)}=none` };
}
