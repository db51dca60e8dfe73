import { ATTR_GEN_AI_OPERATION_NAME } from "@runline/contract";
import type { Convention, SpanWord } from "./convention.ts";
import { readMarker } from "./read-marker.ts";

/** Scopes of the SDKs of Anthropic and of its API, whose own spans of the same requests stand below. */
const SCOPE = /^com\.anthropic\.(?:sdk\.|claude-platform$)/;
const TOOL = /^anthropic\.tool_use (.+)$/;
/** Methods that ask a model; others list, count or manage. */
const ASKS_MODEL = /^anthropic\.(?:messages\.(?:create|stream|parse)|completions\.create)$/;

/** The SDKs of Anthropic and its API (beta): names of spans are methods of the API; what they say stands in `gen_ai.*`. */
export const anthropic: Convention = {
  name: "anthropic",
  mark: "scopes that begin with `com.anthropic.`",
  kindOf(span): SpanWord | undefined {
    if (!SCOPE.test(span.scopeName)) return undefined;
    if (TOOL.test(span.name)) return "action";
    if (ASKS_MODEL.test(span.name)) return "model_call";
    return readMarker(span, ATTR_GEN_AI_OPERATION_NAME) === "" ? "infrastructure" : undefined;
  },
  toolNameOf: ({ name }) => TOOL.exec(name)?.[1],
  facts: [],
  content: [],
};
