import { fillIn, type Recipe, type RecipeStep } from "../recipes/recipe.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { SCROLLABLE } from "../ui/scrollable.ts";

/** Where exporters send to when they are told nothing. */
const DEFAULT_ENDPOINTS = ["http://127.0.0.1:4318", "http://localhost:4318"];

const TOKEN: RecipeStep = {
  does: "This server has a token: put it in the place of TOKEN, for the example below as well",
  lines: "export OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20TOKEN",
};

interface RecipeStepsProps {
  recipe: Recipe;
  /** The address of Runline. */
  endpoint: string;
  hasToken: boolean;
}

/** The lines of a recipe, to be pasted one block after the other. */
export function RecipeSteps({ recipe, endpoint, hasToken }: RecipeStepsProps) {
  const { language, framework, content, runWith } = recipe;
  const [first, ...rest] = recipe.steps;
  const steps = first && hasToken ? [first, TOKEN, ...rest] : recipe.steps;
  const example = DEFAULT_ENDPOINTS.includes(endpoint)
    ? "node examples/any-agent.mjs"
    : `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint} node examples/any-agent.mjs`;
  return (
    <div class="recipe-steps">
      <h2>
        {language} · {framework}
      </h2>
      <ol>
        {steps.map(({ does, lines, file }) => (
          <li key={does}>
            <p>
              {does}
              {file !== undefined && <span class="muted"> · {file}</span>}
            </p>
            <Lines text={fillIn(lines, endpoint)} label={`Copy: ${does}`} />
          </li>
        ))}
      </ol>
      <p class="muted">
        {content} Run as it stands with {runWith}.
      </p>
      <p>No agent at hand? In Runline's folder, in another terminal, this sends one run:</p>
      <Lines text={example} label="Copy the command of the example" />
    </div>
  );
}

function Lines({ text, label }: { text: string; label: string }) {
  return (
    <div class="with-copy">
      <pre class="code-block" {...SCROLLABLE}>
        {text}
      </pre>
      <CopyButton text={text} label={label} />
    </div>
  );
}
