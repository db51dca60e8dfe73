import { fillIn, LANGUAGES, type Recipe } from "../viewer/src/recipes/recipe.ts";
import { RECIPES } from "../viewer/src/recipes/recipes.ts";

const ENDPOINT = "http://127.0.0.1:4318";

/** docs/recipes.md: what the empty page of the viewer says, for those who read before they start. */
export function renderRecipes(): string {
  return [
    "# Recipes",
    "",
    "Generated from `viewer/src/recipes` by `npm run generate`; do not edit. The viewer shows the same while it waits for the first run.",
    "",
    `Runline is at ${ENDPOINT} here, the default. Each recipe was run as it stands: \`npm run test:recipes\` installs the packages in these`,
    "versions, puts the lines into an agent, and looks at what becomes of it; that of elizaOS is run by the end-to-end tests. Other versions",
    "may do as well. When nothing shows: [three questions](when-nothing-shows.md).",
    ...LANGUAGES.flatMap((language) => [
      "",
      `## ${language}`,
      ...RECIPES.filter((recipe) => recipe.language === language).flatMap(renderRecipe),
    ]),
    "",
  ].join("\n");
}

function renderRecipe({ framework, steps, content, runWith }: Recipe): string[] {
  return [
    "",
    `### ${framework}`,
    ...steps.flatMap(({ does, lines, file }, index) => [
      "",
      `${index + 1}. ${does}${file === undefined ? "" : ` (\`${file}\`)`}`,
      "",
      `   \`\`\`${toFenceName(file)}`,
      ...fillIn(lines, ENDPOINT)
        .split("\n")
        .map((line) => (line === "" ? "" : `   ${line}`)),
      "   ```",
    ]),
    "",
    `${content} Run with ${runWith}.`,
  ];
}

/** What highlights the lines of a file. @example toFenceName("agent.mjs") // "js" */
function toFenceName(file = "lines.sh"): string {
  const extension = file.split(".").at(-1) ?? "";
  return extension === "mjs" ? "js" : extension;
}
