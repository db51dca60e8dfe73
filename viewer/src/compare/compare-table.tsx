/* oxlint-disable jsx-a11y/prefer-tag-over-role -- virtual rows stand at absolute places, which a table cannot */
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { CompareModel } from "../models/create-compare-model.ts";
import type { SpanNode } from "../models/span-tree.ts";
import { toAxisTicks } from "../models/time-scale.ts";
import { useRowHeight } from "../ui/use-row-height.ts";
import { useVirtualRows } from "../ui/use-virtual-rows.ts";
import { CompareRow, toRowId } from "./compare-row.tsx";
import "./compare-table.css";

/** Two runs as rows, and what a click on one does. */
interface CompareTableProps {
  model: CompareModel;
  grid: RefObject<HTMLDivElement | null>;
  /** Row whose texts are shown. */
  selectedId: string | undefined;
  onOpen: (node: SpanNode) => void;
}

const MAX_TICKS = 4;
/** Ticks further on have their label at their left. */
const LAST = 0.9;

/** The steps of both runs, laid beside each other: a treegrid with virtual rows, like the waterfall of one run. */
export function CompareTable({ model, grid, selectedId, onOpen }: CompareTableProps) {
  const rows = model.rows.value;
  const activeIndex = model.activeIndex.value;
  const { indexes, places, height, scrollTo } = useVirtualRows({
    scroller: grid,
    count: rows.length,
    rowHeight: useRowHeight(),
    keptIndex: activeIndex,
  });
  useLayoutEffect(() => scrollTo(activeIndex), [model.moves.value]);
  const activeId = indexes.includes(activeIndex) ? rows[activeIndex]?.node.id : undefined;
  return (
    <div
      ref={grid}
      class="compare-table"
      role="treegrid"
      aria-label="Steps of both runs"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={activeId === undefined ? undefined : toRowId(activeId)}
      tabIndex={0}
      onFocus={() => {
        if (model.activeIndex.peek() === -1) model.moveBy(0);
      }}
    >
      <div class="compare-heads" role="row" aria-rowindex={1}>
        <span role="columnheader">Step</span>
        <Axis side="a" model={model} />
        <Axis side="b" model={model} />
        <Head className="cell-length" word="A" />
        <Head className="cell-length" word="B" />
        <Head className="cell-change" word="Δ time" name="Difference in time" />
        <Head className="cell-tokens" word="Δ tokens" name="Difference in tokens" />
        <Head className="cell-cost" word="Δ cost" name="Difference in cost" />
      </div>
      <div class="compare-rows" role="rowgroup" style={{ height: `${height}px` }}>
        <div class="compare-lines" aria-hidden="true">
          <Lines side="a" model={model} />
          <Lines side="b" model={model} />
        </div>
        {indexes.map((index) => {
          const row = rows[index];
          const pair = row && model.pairs.value.get(row.node.id);
          return (
            pair && (
              <CompareRow
                key={row.node.id}
                row={row}
                pair={pair}
                index={index}
                top={places.toTop(index)}
                height={places.toHeight(index)}
                model={model}
                isActive={index === activeIndex}
                isSelected={row.node.id === selectedId}
                onOpen={onOpen}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface HeadProps {
  className: string;
  word: string;
  /** What a screen reader says. @defaultValue the word */
  name?: string;
}

function Head({ className, word, name }: HeadProps) {
  return (
    <span role="columnheader" class={className} aria-label={name}>
      {word}
    </span>
  );
}

interface SideProps {
  side: "a" | "b";
  model: CompareModel;
}

const toTicks = ({ side, model }: SideProps) =>
  toAxisTicks(model.scales.value[side], model.origins.value[side], MAX_TICKS);

function Axis({ side, model }: SideProps) {
  return (
    <span role="columnheader" class={`cell-track of-${side}`}>
      <b aria-hidden="true">{side.toUpperCase()}</b>
      <span class="visually-hidden">Timeline of {side.toUpperCase()}</span>
      <span class="track" aria-hidden="true">
        {toTicks({ side, model }).map(({ at, label }) => (
          <span
            key={label}
            class={at > LAST ? "compare-tick is-last" : "compare-tick"}
            style={{ left: `${at * 100}%` }}
          >
            {label}
          </span>
        ))}
      </span>
    </span>
  );
}

function Lines({ side, model }: SideProps) {
  return (
    <span class={`cell-track of-${side}`}>
      <span class="track">
        {toTicks({ side, model }).map(({ at, label }) => (
          <span key={label} class="compare-line" style={{ left: `${at * 100}%` }} />
        ))}
      </span>
    </span>
  );
}
