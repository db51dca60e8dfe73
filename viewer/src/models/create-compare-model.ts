import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { RunSpan } from "@runline/contract";
import { alignRuns, type AlignedRuns } from "./align-runs.ts";
import { createCursorModel, type CursorModel } from "./create-cursor-model.ts";
import { createRowsModel, type RowsModel } from "./create-rows-model.ts";
import { createTimeScale, type TimeScale } from "./create-time-scale.ts";
import { findAround, isFailed } from "./failures.ts";
import { runInPieces } from "./run-in-pieces.ts";
import { buildSpanTree, toOwn, type SpanNode, type SpanTree } from "./span-tree.ts";
import { findDifferences, findFirst, type Difference } from "./step-differences.ts";
import { toOrigin, toTimeExtent } from "./time-scale.ts";
import { toRunClock } from "./to-run-clock.ts";

/** Two things, one of each run. */
export interface Sides<Each> {
  a: Each;
  b: Each;
}

/** Two runs as rows, and everything that a key or a click can do to them. `goToError` goes from difference to difference. */
export interface CompareModel extends Omit<RowsModel, "uncover">, CursorModel {
  pairs: ReadonlySignal<AlignedRuns["pairs"]>;
  /** Which steps differ, and how, by the id of their row. */
  differences: ReadonlySignal<ReadonlyMap<string, Difference>>;
  /** The first of these from the top. */
  first: ReadonlySignal<SpanNode | undefined>;
  /** Whether a step of either run failed by itself: not because of one inside it that failed. */
  isCulprit(node: SpanNode): boolean;
  /** Whether both runs are laid beside each other. */
  isReady: ReadonlySignal<boolean>;
  /** The time now, standing still when neither run goes on. */
  now: ReadonlySignal<number>;
  /** Where the moments of each run stand, each counted from its start: as long as the longer of both. */
  scales: ReadonlySignal<Sides<TimeScale>>;
  origins: ReadonlySignal<Sides<number>>;
  /** Shows these spans: at once, or when many of them are laid beside each other a moment later. */
  setSpans(spans: Sides<readonly RunSpan[]>): void;
}

/** Makes the model. `clockNow` is read only while a span is open. */
export function createCompareModel(clockNow: ReadonlySignal<number>): CompareModel {
  const spans = signal<Sides<readonly RunSpan[]>>({ a: [], b: [] });
  const aligned = signal<AlignedRuns | undefined>(undefined);
  let newest: Sides<readonly RunSpan[]> | undefined;

  const tree = computed<SpanTree>(() => aligned.value?.tree ?? { roots: [], nodes: new Map() });
  const pairs = computed<AlignedRuns["pairs"]>(() => aligned.value?.pairs ?? new Map());
  const differences = computed(() => (aligned.value ? findDifferences(aligned.value) : new Map<string, Difference>()));
  const first = computed(() => findFirst(tree.value.roots, ({ id }) => differences.value.has(id)));
  const rows = createRowsModel(tree);
  const cursor = createCursorModel({
    tree,
    rows,
    matches: signal(new Set()),
    causeId: computed(() => first.value?.id),
    culprits: computed(() => new Set(differences.value.keys())),
  });
  const culprits = computed(() => {
    const sides = [...pairs.value.values()].flatMap(({ a, b }) => [a ?? [], b ?? []].flat());
    const failed = sides.filter((node) => isFailed(node) && node.tries === undefined);
    const around = findAround(failed);
    return new Set(failed.filter((node) => !around.has(node)));
  });
  const isOpen = computed(() => [...spans.value.a, ...spans.value.b].some(({ state }) => state === "open"));
  const now = computed(() => (isOpen.value ? clockNow.value : 0));
  const origins = computed(() => mapSides(spans.value, (each) => toOrigin(each) ?? 0));

  return {
    ...rows,
    ...cursor,
    pairs,
    differences,
    first,
    isCulprit: (node) => culprits.value.has(toOwn(node)),
    isReady: computed(() => aligned.value !== undefined),
    now,
    origins,
    scales: computed(() => toScales(spans.value, origins.value, now.value)),
    setSpans(next) {
      newest = next;
      const shown = mapSides(next, toRunClock);
      runInPieces(
        alignSpans(shown),
        () => newest !== next,
        (done) =>
          batch(() => {
            spans.value = shown;
            aligned.value = done;
          }),
      );
    },
  };
}

function* alignSpans({ a, b }: Sides<readonly RunSpan[]>): Generator<undefined, AlignedRuns> {
  return yield* alignRuns(yield* buildSpanTree(a), yield* buildSpanTree(b));
}

/** Scales of one length, so that bars of both runs can be compared. */
function toScales(spans: Sides<readonly RunSpan[]>, origins: Sides<number>, now: number): Sides<TimeScale> {
  const extents = mapSides(spans, (each) => toTimeExtent(each, now));
  const before = Math.max(origins.a - extents.a.from, origins.b - extents.b.from);
  const after = Math.max(extents.a.to - origins.a, extents.b.to - origins.b);
  return mapSides(origins, (origin) => createTimeScale({ from: origin - before, to: origin + after }));
}

function mapSides<From, To>({ a, b }: Sides<From>, map: (each: From) => To): Sides<To> {
  return { a: map(a), b: map(b) };
}
