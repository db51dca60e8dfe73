import { signal, type ReadonlySignal } from "@preact/signals";
import { writeStorage } from "./write-storage.ts";

/** Themes in the order in which the toggle goes through them; `system` follows `prefers-color-scheme`. */
export const THEMES = ["system", "light", "dark"] as const;
/** @see THEMES */
export type Theme = (typeof THEMES)[number];

/** The theme of the page, remembered across visits. */
export interface ThemeModel {
  theme: ReadonlySignal<Theme>;
  /** Goes on to the next of {@link THEMES}. */
  toggle(): void;
  choose(theme: Theme): void;
}

const STORAGE_KEY = "runline.theme";

/** Makes the theme; it marks `root` (the `html` element) with `data-theme`, which the style sheet reads. */
export function createThemeModel(storage: Storage, root: HTMLElement): ThemeModel {
  const stored = storage.getItem(STORAGE_KEY);
  const theme = signal<Theme>(THEMES.find((known) => known === stored) ?? "system");
  root.dataset["theme"] = theme.value;
  const choose = (next: Theme) => {
    theme.value = next;
    root.dataset["theme"] = next;
    writeStorage(storage, STORAGE_KEY, next);
  };
  return {
    theme,
    choose,
    toggle: () => choose(THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "system"),
  };
}
