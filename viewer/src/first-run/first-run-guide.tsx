import { useLocation } from "preact-iso";
import { useApp } from "../models/app-context.ts";
import { useSettings } from "../models/settings-queries.ts";
import { RECIPES } from "../recipes/recipes.ts";
import { Arrivals } from "./arrivals.tsx";
import { RecipePicker } from "./recipe-picker.tsx";
import { RecipeSteps } from "./recipe-steps.tsx";
import "./first-run-guide.css";

/** The empty state: how to send the first run, and what has arrived so far. The page that shows it goes on by itself when a run comes. */
export function FirstRunGuide() {
  const { basePath } = useApp();
  const hasToken = useSettings().data?.needsToken === true;
  const { query, path, route } = useLocation();
  const endpoint = window.location.origin + basePath;
  const recipe = RECIPES.find(({ id }) => id === query["recipe"]) ?? RECIPES[0];
  if (recipe === undefined) return null;
  return (
    <div class="first-run-guide">
      <header>
        <h1>Send your first run</h1>
        <output class="muted">
          <span class="waiting-dot" aria-hidden="true" /> Waiting at <code>{endpoint}</code>. This page opens the first
          run by itself.
        </output>
      </header>
      <section class="recipes" aria-label="What is your agent made with?">
        <RecipePicker recipe={recipe} onPick={({ id }) => route(`${path}?recipe=${id}`, true)} />
        <RecipeSteps recipe={recipe} endpoint={endpoint} hasToken={hasToken} />
      </section>
      <Arrivals />
    </div>
  );
}
