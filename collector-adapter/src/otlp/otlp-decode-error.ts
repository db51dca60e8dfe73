/** The whole body cannot be read as an OTLP trace request; nothing of it was taken. Answered with 400, never retried. */
export class OtlpDecodeError extends Error {
  override readonly name = "OtlpDecodeError";
  /** Stable, for branching; the message is for people. */
  readonly code = "UNDECODABLE_BODY";
}
