export * from "./attributes.ts";
export * from "./error.ts";
export * from "./live.ts";
export * from "./log-type.ts";
export * from "./run-event.ts";
export * from "./run.ts";
export * from "./runs-api.ts";
export * from "./span.ts";
