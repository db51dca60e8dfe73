/** Why an import could not start or go on. */
export type ImportErrorCode =
  | "SOURCE_UNREACHABLE"
  | "SOURCE_UNUSABLE"
  | "UNKNOWN_AGENT"
  | "RUNLINE_UNREACHABLE"
  | "RUNLINE_REFUSED"
  | "STATE_UNUSABLE";

/** `retryAfterMs`: it may work again, though not sooner than after so long. */
interface ImportErrorOptions extends ErrorOptions {
  retryAfterMs?: number | undefined;
}

/** Thrown when an import cannot start or go on; the message says what to do about it. */
export class ImportError extends Error {
  override readonly name = "ImportError";
  readonly code: ImportErrorCode;
  /** Absent when trying again is of no use. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ImportErrorCode, message: string, { retryAfterMs, ...options }: ImportErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}
