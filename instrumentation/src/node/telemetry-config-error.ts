/** Telemetry cannot start with the options or variables given. */
export class TelemetryConfigError extends Error {
  override readonly name = "TelemetryConfigError";
  /** Stable, for branching; the message is for people. */
  readonly code = "INVALID_TELEMETRY_CONFIG";
}
