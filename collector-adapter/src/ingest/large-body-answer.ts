import type { RequestSummary } from "../otlp/decode-trace-request.ts";
import type { OtlpDecodeErrorCode } from "../otlp/otlp-decode-error.ts";

/** How reading a large body ends when it can be read; its parts have come before. */
export interface LargeBodySummary extends RequestSummary {
  outOfRange: number;
}

/** How it ends otherwise. */
export interface LargeBodyError {
  code: OtlpDecodeErrorCode | "UNEXPECTED";
  message: string;
}
