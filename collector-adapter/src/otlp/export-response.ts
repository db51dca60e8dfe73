import type { OtlpEncoding } from "./decode-request.ts";
import type { Signal } from "./signals.ts";

/** What JSON calls the number of what was rejected; in protobuf that is field 1 in all signals. */
const REJECTED: Readonly<Record<Signal, string>> = {
  traces: "rejectedSpans",
  logs: "rejectedLogRecords",
  metrics: "rejectedDataPoints",
};

/**
 * Body of the response to an export of a signal. Nothing rejected and nothing to say is full success: no bytes in protobuf, `{}`
 * in JSON. A message with nothing rejected is a warning.
 *
 * @example toExportResponse("traces", "json", 1, "spanId …") // {"partialSuccess":{"rejectedSpans":"1","errorMessage":"spanId …"}}
 */
export function toExportResponse(signal: Signal, encoding: OtlpEncoding, rejected: number, message: string): Buffer {
  const isFullSuccess = rejected === 0 && message === "";
  if (encoding === "protobuf") {
    if (isFullSuccess) return Buffer.alloc(0);
    return messageField(1, Buffer.concat([numberField(1, rejected), textField(2, message)]));
  }
  // A 64-bit integer is a string in protobuf's JSON mapping.
  const partialSuccess = { [REJECTED[signal]]: String(rejected), errorMessage: message };
  return Buffer.from(JSON.stringify(isFullSuccess ? {} : { partialSuccess }));
}

/**
 * Body of a google.rpc.Status, which OTLP asks for with every 4xx and 5xx. `code` is a gRPC code, not an HTTP status.
 *
 * @example toStatusResponse("json", 3, "The body is not JSON.") // {"code":3,"message":"The body is not JSON."}
 */
export function toStatusResponse(encoding: OtlpEncoding, code: number, message: string): Buffer {
  if (encoding === "protobuf") return Buffer.concat([numberField(1, code), textField(2, message)]);
  return Buffer.from(JSON.stringify({ code, message }));
}

/**
 * The google.rpc.Status of a gRPC answer that says when to try again, for its trailer `grpc-status-details-bin`.
 *
 * @example toRetryStatus(14, "Later.", 2) // a RetryInfo of 2 s in `details`
 */
export function toRetryStatus(code: number, message: string, retryAfterS: number): Buffer {
  const retryInfo = messageField(1, numberField(1, retryAfterS)); // retry_delay, a Duration of whole seconds
  const detail = Buffer.concat([textField(1, "type.googleapis.com/google.rpc.RetryInfo"), messageField(2, retryInfo)]);
  return Buffer.concat([toStatusResponse("protobuf", code, message), messageField(3, detail)]);
}

function numberField(field: number, value: number): Buffer {
  return value === 0 ? Buffer.alloc(0) : Buffer.concat([toVarint(field << 3), toVarint(value)]);
}

function textField(field: number, text: string): Buffer {
  return text === "" ? Buffer.alloc(0) : messageField(field, Buffer.from(text));
}

function messageField(field: number, content: Buffer): Buffer {
  return Buffer.concat([toVarint((field << 3) | 2), toVarint(content.length), content]);
}

function toVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
