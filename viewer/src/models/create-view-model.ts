import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { PageView } from "./page-view.ts";

/** What a page shows and how, in one place: the address says nothing else. */
export interface ViewModel {
  view: ReadonlySignal<PageView>;
  /** One part of that, which changes only when that part does. */
  part<Key extends keyof PageView>(key: Key): ReadonlySignal<PageView[Key]>;
  /** Changes some parts; `undefined` takes a part back to what it is at first. */
  change(parts: PageView): void;
  /** Shows what an address says, and nothing of what was shown before. */
  show(view: PageView): void;
}

/** Makes the model of a page. */
export function createViewModel(first: PageView = {}): ViewModel {
  const view = signal(first);
  return {
    view,
    part: (key) => computed(() => view.value[key]),
    change(parts) {
      const next = Object.entries({ ...view.peek(), ...parts }).filter(([, value]) => value !== undefined);
      if (!isSame(next, Object.entries(view.peek()))) view.value = Object.fromEntries(next);
    },
    show: (next) => (view.value = next),
  };
}

function isSame(a: [string, unknown][], b: [string, unknown][]): boolean {
  return JSON.stringify(a.toSorted(byKey)) === JSON.stringify(b.toSorted(byKey));
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
