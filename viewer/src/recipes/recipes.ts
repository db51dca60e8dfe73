import { ANY_RECIPES } from "./any.ts";
import { CODING_AGENT_RECIPES } from "./coding-agents.ts";
import { ELIZAOS_RECIPES } from "./elizaos.ts";
import { GO_RECIPES } from "./go.ts";
import { JAVA_RECIPES } from "./java.ts";
import { PYTHON_RECIPES } from "./python.ts";
import type { Recipe } from "./recipe.ts";
import { TYPESCRIPT_RECIPES } from "./typescript.ts";

/** All recipes, in the order in which one picks from them. */
export const RECIPES: readonly Recipe[] = [
  ...ELIZAOS_RECIPES,
  ...TYPESCRIPT_RECIPES,
  ...PYTHON_RECIPES,
  ...GO_RECIPES,
  ...JAVA_RECIPES,
  ...ANY_RECIPES,
  ...CODING_AGENT_RECIPES,
];
