import type { OtlpDecodeErrorCode } from "../otlp/otlp-decode-error.ts";
import type { RecordSummary } from "./read-records.ts";

/** How reading a large body ends when it can be read; its parts have come before. */
export type LargeBodySummary = RecordSummary;

/** How it ends otherwise. */
export interface LargeBodyError {
  code: OtlpDecodeErrorCode | "UNEXPECTED";
  message: string;
}
