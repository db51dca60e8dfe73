/** Why spans were not stored: `BUSY` = the queue is full, `UNAVAILABLE` = the database does not answer, `STOPPING` = shut down. */
export type IngestErrorCode = "BUSY" | "UNAVAILABLE" | "STOPPING";

/** Thrown when spans could not be stored now and nothing of them was acknowledged: the sender should try again. */
export class IngestError extends Error {
  override readonly name = "IngestError";
  readonly code: IngestErrorCode;

  constructor(code: IngestErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
