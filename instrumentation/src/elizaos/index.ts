import { createRunlinePlugin } from "./create-runline-plugin.ts";

export { createRunlinePlugin } from "./create-runline-plugin.ts";
export type { RunlinePlugin, RunlinePluginOptions } from "./create-runline-plugin.ts";

/** The plugin with its defaults, configured by the standard `OTEL_*` variables. Nothing starts before elizaOS calls `init`. */
export const runlinePlugin = createRunlinePlugin();
