import { computed, signal, type ReadonlySignal } from "@preact/signals";

/** Paging of the list: which cursors lie behind the page on screen, and what has come since. */
export interface RunsPageModel {
  /** Cursor of the page before; `""` stands for the first page, `undefined` when it is not known (a link to a later page). */
  previousCursor: ReadonlySignal<string | undefined>;
  /** Number of the page from 1; `undefined` when it is not known. */
  pageNumber: ReadonlySignal<number | undefined>;
  /** Runs that match the filter and have come since the first page was left; 0 while it is shown. */
  newRuns: ReadonlySignal<number>;
  /** Told of the page shown, by its cursor (`undefined` = first), and of how many runs match, once that is known. */
  visit(cursor: string | undefined, total: number | undefined): void;
}

/** Makes the model; it lives as long as the page with its filters. */
export function createRunsPageModel(): RunsPageModel {
  const trail = signal<string[]>([]);
  const current = signal("");
  const total = signal({ seen: 0, latest: 0 });
  let isTotalKnown = false;
  const index = computed(() => trail.value.indexOf(current.value));
  return {
    previousCursor: computed(() => (index.value > 0 ? trail.value[index.value - 1] : undefined)),
    pageNumber: computed(() => (trail.value[0] === "" ? index.value + 1 : undefined)),
    newRuns: computed(() => Math.max(0, total.value.latest - total.value.seen)),
    visit(cursor = "", latest) {
      if (cursor === "") {
        trail.value = [""];
      } else if (!trail.peek().includes(cursor)) {
        const known = trail.peek().indexOf(current.peek());
        trail.value = [...trail.peek().slice(0, known + 1), cursor];
      }
      current.value = cursor;
      if (latest === undefined) return;
      total.value = { seen: cursor === "" || !isTotalKnown ? latest : total.peek().seen, latest };
      isTotalKnown = true;
    },
  };
}
