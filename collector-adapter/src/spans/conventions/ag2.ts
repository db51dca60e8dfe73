import type { Convention } from "./convention.ts";
import { flag } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";
import { toKinds } from "./to-kinds.ts";

const TYPE = "ag2.span.type";
/** What is used has a span of its own beside the call, with the model and the tokens of that. */
const KINDS = toKinds({ infrastructure: ["usage", "human_input"] });

/** AG2: `gen_ai.*`, and spans beside the steps that these do not tell from calls. */
export const ag2: Convention = {
  name: "ag2",
  mark: `\`${TYPE}\``,
  kindOf: (span) => KINDS.get(readMarker(span, TYPE)),
  facts: [flag("isWait", { attribute: TYPE, is: ["human_input"] })],
  content: [],
};
