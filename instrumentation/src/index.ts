export { createRunTracer } from "./run-tracer.ts";
export type { RunTracer, RunTracerOptions } from "./run-tracer.ts";
export type * from "./types.ts";
