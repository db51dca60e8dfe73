import { useApp } from "../models/app-context.ts";
import { hasCharacterKeys, setCharacterKeys } from "../models/character-keys.ts";
import { THEMES } from "../models/create-theme-model.ts";
import type { PaletteSetting } from "../models/palette-choices.ts";

/** What this browser remembers of how one wants the pages, each as it is not now. */
export function usePaletteSettings(): PaletteSetting[] {
  const { theme } = useApp();
  const hasKeys = hasCharacterKeys(localStorage);
  return [
    ...THEMES.filter((each) => each !== theme.theme.value).map((each): PaletteSetting => {
      return { kind: "setting", words: `Theme: ${each}`, apply: () => theme.choose(each) };
    }),
    {
      kind: "setting",
      words: `Keys of one character: ${hasKeys ? "off" : "on"}`,
      apply: () => setCharacterKeys(localStorage, !hasKeys),
    },
  ];
}
