import { signal, type ReadonlySignal } from "@preact/signals";
import { writeStorage } from "./write-storage.ts";

/** How wide a part of a page may be, in px. */
export interface WidthBounds {
  min: number;
  max: number;
}

/** How wide somebody has made a part of a page, remembered in this browser. */
export interface WidthModel {
  bounds: WidthBounds;
  /** In px; `undefined` while nobody has changed it. */
  width: ReadonlySignal<number | undefined>;
  /** Within the bounds; `undefined` goes back to what the page itself chooses. */
  set(width: number | undefined): void;
}

/** Makes the model of one part; `storage` is the browser's `localStorage`, `name` tells the part from others. */
export function createWidthModel(storage: Storage, name: string, bounds: WidthBounds): WidthModel {
  const key = `runline.width.${name}`;
  const clamp = (width: number) => Math.round(Math.max(bounds.min, Math.min(bounds.max, width)));
  const stored = Number(storage.getItem(key) ?? Number.NaN);
  const width = signal(Number.isFinite(stored) ? clamp(stored) : undefined);
  return {
    bounds,
    width,
    set(next) {
      width.value = next === undefined ? undefined : clamp(next);
      writeStorage(storage, key, width.value?.toString());
    },
  };
}
