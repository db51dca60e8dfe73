/** A language, as one picks it on the empty page; or that somebody else has written the agent. */
export const LANGUAGES = ["TypeScript", "Python", "Go", "Java", "Any language", "Coding agents"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Stands in the lines of a recipe for the address of Runline. */
export const ENDPOINT = "{endpoint}";

/** One thing to do, and the lines to paste for it. */
export interface RecipeStep {
  does: string;
  lines: string;
  /** The file that the lines belong to; without one they are commands. */
  file?: string;
}

/**
 * How an agent of a framework sends its runs. What stands here stands on the empty page and in the guide, and was run as it stands:
 * `npm run test:recipes` installs the packages, runs an agent with the lines in it, and looks at what became of it in Runline.
 */
export interface Recipe {
  /** Names its agent in `e2e/recipes/agents`. */
  id: string;
  language: Language;
  framework: string;
  steps: readonly RecipeStep[];
  /** What is sent of prompts and answers, and how to change that. */
  content: string;
  /** What it was run with beside the versions in its lines. */
  runWith: string;
}

/** The variables that say where to send, and what the agent is called. */
export const toWhere = (service: string): RecipeStep => ({
  does: "Say where to send, and what it is called",
  lines: `export OTEL_EXPORTER_OTLP_ENDPOINT=${ENDPOINT}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_SERVICE_NAME=${service}`,
});

/** The lines of a recipe for a Runline at an address. */
export function fillIn(lines: string, endpoint: string): string {
  return lines.replaceAll(ENDPOINT, endpoint);
}
