import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { WaterfallRow } from "./waterfall-rows.ts";

/** Keeping in sight what a run is doing now. */
export interface FollowModel {
  isOn: ReadonlySignal<boolean>;
  /** Place of the row that started last of those that go on; -1 when none does. */
  youngestIndex: ReadonlySignal<number>;
  toggle(): void;
  /** Called when somebody looks at something else. */
  letGo(): void;
}

/** Makes the model; nothing is followed at first, since a run is read from its beginning. */
export function createFollowModel(rows: ReadonlySignal<readonly WaterfallRow[]>): FollowModel {
  const isOn = signal(false);
  const youngestIndex = computed(() => {
    let [youngest, latest] = [-1, -Infinity];
    for (const [index, { node }] of rows.value.entries()) {
      const { span } = node;
      if (span?.state !== "open" || span.startedAt < latest) continue;
      [youngest, latest] = [index, span.startedAt];
    }
    return youngest;
  });
  return { isOn, youngestIndex, toggle: () => (isOn.value = !isOn.peek()), letGo: () => (isOn.value = false) };
}
