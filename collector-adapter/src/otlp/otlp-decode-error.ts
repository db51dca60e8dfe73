/**
 * `UNDECODABLE_BODY` = no OTLP trace request; `TOO_LARGE` = would take more memory or time to decode than a request may;
 * `UNFRAMED` = what carries the request breaks its protocol.
 */
export type OtlpDecodeErrorCode = "UNDECODABLE_BODY" | "TOO_LARGE" | "UNFRAMED";

/** The whole body cannot be read as an OTLP trace request; nothing of it was taken. Never to be tried again as it is. */
export class OtlpDecodeError extends Error {
  override readonly name = "OtlpDecodeError";
  /** Stable, for branching; the message is for people. */
  readonly code: OtlpDecodeErrorCode;

  constructor(message: string, options?: ErrorOptions & { code?: OtlpDecodeErrorCode }) {
    super(message, options);
    this.code = options?.code ?? "UNDECODABLE_BODY";
  }
}
