import { signal, type ReadonlySignal } from "@preact/signals";
import { writeStorage } from "./write-storage.ts";

/** A list with its filters and order, under a name. `query` is that of the URL. */
interface SavedView {
  name: string;
  query: string;
}

/** Views that somebody has saved in this browser. */
export interface ViewsModel {
  views: ReadonlySignal<readonly SavedView[]>;
  /** Saves a view; one of the same name is replaced. `false` when this browser does not keep it beyond the page. */
  save(view: SavedView): boolean;
  remove(name: string): void;
}

const STORAGE_KEY = "runline.views";

/** Makes the model; `storage` is the browser's `localStorage`. */
export function createViewsModel(storage: Storage): ViewsModel {
  const views = signal(readViews(storage.getItem(STORAGE_KEY)));
  const keep = (next: readonly SavedView[]) => {
    views.value = next;
    return writeStorage(storage, STORAGE_KEY, JSON.stringify(next));
  };
  const without = (name: string) => views.peek().filter((view) => view.name !== name);
  return {
    views,
    save: (view) => keep([...without(view.name), view]),
    remove: (name) => void keep(without(name)),
  };
}

/** What is stored; what has another form may be of another version, and counts as nothing. */
function readViews(stored: string | null): readonly SavedView[] {
  try {
    const parsed: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(parsed) ? parsed.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== "object" || value === null || !("name" in value) || !("query" in value)) return false;
  return typeof value.name === "string" && typeof value.query === "string";
}
