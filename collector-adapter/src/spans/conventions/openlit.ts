import type { Convention } from "./convention.ts";
import { number } from "./fact-rule.ts";

const INPUT = "gen_ai.usage.prompt_tokens_details";
const OUTPUT = "gen_ai.usage.completion_tokens_details";

/** OpenLIT: `gen_ai.*`, with names of its own for what tokens were. */
export const openLit: Convention = {
  name: "openlit",
  kindOf: () => undefined,
  facts: [
    number("cachedInputTokens", `${INPUT}.cache_read`),
    number("cacheWriteInputTokens", `${INPUT}.cache_write`),
    number("reasoningTokens", `${OUTPUT}.reasoning`),
    number("audioOutputTokens", `${OUTPUT}.audio`),
  ],
  content: [],
};
