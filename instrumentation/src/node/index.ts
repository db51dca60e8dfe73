export { startTelemetry } from "./start-telemetry.ts";
export type { Telemetry } from "./start-telemetry.ts";
export type { AgentOptions, TelemetryOptions } from "./telemetry-options.ts";
export { TelemetryConfigError } from "./telemetry-config-error.ts";
export { createAsyncContextStorage } from "./async-context-storage.ts";
export type { AsyncContextStorage } from "./async-context-storage.ts";
