export { startTelemetry } from "./start-telemetry.ts";
export type { Telemetry } from "./start-telemetry.ts";
export { TelemetryConfigError } from "./telemetry-config.ts";
export type { AgentOptions, TelemetryOptions } from "./telemetry-config.ts";
export { createAsyncContextStorage } from "./async-context-storage.ts";
export type { AsyncContextStorage } from "./async-context-storage.ts";
