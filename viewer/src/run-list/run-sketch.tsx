import type { RunSummary } from "@runline/contract";
import { toSketchBars } from "../models/sketch.ts";
import "./run-sketch.css";

/** What a run did, as small as a word: for the eye alone, since its line says in words what it may mean. */
export function RunSketch({ run }: { run: RunSummary }) {
  const bars = toSketchBars(run);
  if (bars.length === 0) return null;
  return (
    <svg
      class="run-sketch"
      viewBox="0 0 100 16"
      preserveAspectRatio="none"
      shape-rendering="crispEdges"
      aria-hidden="true"
    >
      {bars.map(({ kind, lane, x, width, hasFailed }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a step keeps its place
        <g key={index} class={hasFailed ? "has-failed" : `is-${kind}`}>
          <rect x={x} y={lane * 6} width={width} height={4} />
          {hasFailed && <rect x={x + width - 1} y={0} width={1} height={16} />}
        </g>
      ))}
    </svg>
  );
}
