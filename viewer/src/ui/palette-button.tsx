import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { lazy } from "./lazy.tsx";

const Palette = lazy(() => import("./palette.tsx").then((module) => module.Palette));

/** Opens the palette, as Ctrl+K does wherever one is. */
export function PaletteButton() {
  const isOpen = useSignal(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "k" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog:modal")) return;
      event.preventDefault();
      isOpen.value = true;
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (
    <>
      <button type="button" class="palette-button" aria-keyshortcuts="Control+K" onClick={() => (isOpen.value = true)}>
        <Icon name="search" />
        <span class="palette-words">Search runs, or paste an id</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      {isOpen.value && <Palette onClose={() => (isOpen.value = false)} />}
    </>
  );
}
