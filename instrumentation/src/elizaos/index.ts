import { createRunlinePlugin } from "./create-runline-plugin.ts";

export { createRunlinePlugin } from "./create-runline-plugin.ts";
export type { RunlinePlugin } from "./create-runline-plugin.ts";
export type { RunlinePluginOptions } from "./plugin-telemetry.ts";

/** The plugin with its defaults, configured by the standard `OTEL_*` variables. Nothing starts before elizaOS calls `init`. */
export const runlinePlugin = createRunlinePlugin();
