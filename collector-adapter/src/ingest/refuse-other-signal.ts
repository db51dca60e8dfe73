import type { Request } from "express";
import { toOwnAddress } from "../http/own-address.ts";
import { RPC_CODE, type Refusal } from "./refuse-trace-request.ts";

/** The signal of OTLP that an SDK sends by its defaults and that is not taken. */
export const OTHER_SIGNAL = "/v1/metrics";

const SWITCH = "OTEL_METRICS_EXPORTER=none";

/** Says what Runline takes, where, and how to send nothing else. */
export function toOtherSignalRefusal(request: Request): Refusal {
  const [traces, logs] = [toOwnAddress(request, "/v1/traces"), toOwnAddress(request, "/v1/logs")];
  const message =
    `Runline takes traces, at ${traces}, and logs, at ${logs}, and no metrics. ` +
    `Set ${SWITCH} where your application starts, and its SDK sends none.`;
  return { status: 404, code: RPC_CODE.unimplemented, message, change: `export ${SWITCH}` };
}
