import { LANGUAGES, type Language, type Recipe } from "../recipes/recipe.ts";
import { RECIPES } from "../recipes/recipes.ts";

/** Chooses a recipe: its language, then its framework. */
export function RecipePicker({ recipe, onPick }: { recipe: Recipe; onPick: (recipe: Recipe) => void }) {
  const ofLanguage = (language: Language) => RECIPES.filter((each) => each.language === language);
  const pickFirst = (language: Language) => {
    const [first] = ofLanguage(language);
    if (first) onPick(first);
  };
  return (
    <>
      <fieldset class="recipe-choices">
        <legend class="muted">Language</legend>
        {LANGUAGES.map((language) => (
          <button
            key={language}
            type="button"
            aria-pressed={language === recipe.language}
            onClick={() => pickFirst(language)}
          >
            {language}
          </button>
        ))}
      </fieldset>
      <fieldset class="recipe-choices">
        <legend class="muted">Framework</legend>
        {ofLanguage(recipe.language).map((each) => (
          <button key={each.id} type="button" aria-pressed={each === recipe} onClick={() => onPick(each)}>
            {each.framework}
          </button>
        ))}
      </fieldset>
    </>
  );
}
