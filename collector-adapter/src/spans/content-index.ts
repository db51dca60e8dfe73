import { createContentIndex } from "./content/read-content.ts";
import { CONVENTIONS } from "./conventions/conventions.ts";
import { genAi } from "./conventions/gen-ai.ts";
import { runline } from "./conventions/runline.ts";

/** Whoever says the kind: where a span has the names of the GenAI conventions, they are the best defined. */
export const RANKED = [
  runline,
  genAi,
  ...CONVENTIONS.filter((convention) => convention !== runline && convention !== genAi),
];

/** Where content may stand, in the words of all conventions. */
export const CONTENT_INDEX = createContentIndex(RANKED.flatMap(({ content }) => content));
