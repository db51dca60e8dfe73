import { computed, signal, type ReadonlySignal } from "@preact/signals";

/** Paging of the list: which cursors lie behind the page on screen. */
export interface RunsPageModel {
  /** Cursor of the page before; `""` stands for the first page, `undefined` when it is not known (a link to a later page). */
  previousCursor: ReadonlySignal<string | undefined>;
  /** Number of the page from 1; `undefined` when it is not known. */
  pageNumber: ReadonlySignal<number | undefined>;
  /** Told of the page shown, by its cursor (`undefined` = first). */
  visit(cursor: string | undefined): void;
}

/** Makes the model; it lives as long as the page with its filters. */
export function createRunsPageModel(): RunsPageModel {
  const trail = signal<string[]>([]);
  const current = signal("");
  const index = computed(() => trail.value.indexOf(current.value));
  return {
    previousCursor: computed(() => (index.value > 0 ? trail.value[index.value - 1] : undefined)),
    pageNumber: computed(() => (trail.value[0] === "" ? index.value + 1 : undefined)),
    visit(cursor = "") {
      if (cursor === "") {
        trail.value = [""];
      } else if (!trail.peek().includes(cursor)) {
        const known = trail.peek().indexOf(current.peek());
        trail.value = [...trail.peek().slice(0, known + 1), cursor];
      }
      current.value = cursor;
    },
  };
}
