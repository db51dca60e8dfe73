/** Thrown for flags and variables that cannot be used; the message says what was expected. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly code = "BAD_CONFIG";
}
