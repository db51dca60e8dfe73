import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { RunList, RunSummary } from "@runline/contract";

/** The runs of a room that are on screen: the newest ones, and as many earlier ones as were asked for. */
export interface RoomModel {
  /** Oldest first. */
  runs: ReadonlySignal<readonly RunSummary[]>;
  /** Of the page before the oldest run; `undefined` when there is none. */
  earlierCursor: ReadonlySignal<string | undefined>;
  /** Takes the newest page, again and again. */
  addNewest(page: RunList): void;
  /** Takes the page of `earlierCursor`. */
  addEarlier(page: RunList): void;
}

/** Makes the model; it lives as long as the page of the room. */
export function createRoomModel(): RoomModel {
  const known = signal<ReadonlyMap<string, RunSummary>>(new Map());
  const earlierCursor = signal<string | undefined>(undefined);

  function add(runs: readonly RunSummary[]): void {
    known.value = new Map([...known.peek(), ...runs.map((run) => [toKey(run), run] as const)]);
  }

  return {
    runs: computed(() => [...known.value.values()].sort(byStart)),
    earlierCursor,
    addNewest(page) {
      const isJoined = page.runs.some((run) => known.peek().has(toKey(run)));
      batch(() => {
        if (!isJoined) {
          // The first page; or so many runs since then that some between are on no page.
          known.value = new Map();
          earlierCursor.value = page.nextCursor;
        }
        add(page.runs);
      });
    },
    addEarlier(page) {
      batch(() => {
        add(page.runs);
        earlierCursor.value = page.nextCursor;
      });
    },
  };
}

/** Two agents may claim one run. */
function toKey({ agentId, runId }: RunSummary): string {
  return `${agentId}/${runId}`;
}

function byStart(a: RunSummary, b: RunSummary): number {
  return a.startedAt - b.startedAt || (a.runId < b.runId ? -1 : 1);
}
