import { computed, signal, type ReadonlySignal } from "@preact/signals";

/** Paging of the list: which cursors lie behind the page on screen, and what has come since. */
export interface RunsPageModel {
  /** Cursor of the page before; `""` stands for the first page, `undefined` when it is not known (a link to a later page). */
  previousCursor: ReadonlySignal<string | undefined>;
  /** Number of the page from 1; `undefined` when it is not known. */
  pageNumber: ReadonlySignal<number | undefined>;
  /** Told of every page shown, by its cursor (`undefined` = first). `startedRuns` is the live counter at that moment. */
  visit(cursor: string | undefined, startedRuns: number): void;
  /** Runs that have started since the first page was left; 0 while it is shown. */
  countNewRuns(startedRuns: number): number;
}

/** Makes the model; it lives as long as the page with its filters. */
export function createRunsPageModel(): RunsPageModel {
  const trail = signal<string[]>([]);
  const current = signal("");
  let startedWhenLeft = 0;
  const index = computed(() => trail.value.indexOf(current.value));
  return {
    previousCursor: computed(() => (index.value > 0 ? trail.value[index.value - 1] : undefined)),
    pageNumber: computed(() => (trail.value[0] === "" ? index.value + 1 : undefined)),
    visit(cursor = "", startedRuns) {
      if (cursor === "") {
        trail.value = [""];
        startedWhenLeft = startedRuns;
      } else if (!trail.peek().includes(cursor)) {
        const known = trail.peek().indexOf(current.peek());
        if (known === -1) startedWhenLeft = startedRuns;
        trail.value = [...trail.peek().slice(0, known + 1), cursor];
      }
      if (current.peek() === "" && cursor !== "") startedWhenLeft = startedRuns;
      current.value = cursor;
    },
    countNewRuns: (startedRuns) => (current.value === "" ? 0 : Math.max(0, startedRuns - startedWhenLeft)),
  };
}
