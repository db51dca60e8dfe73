import { formatDuration } from "../format/format-duration.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import type { TimeScale } from "../models/create-time-scale.ts";
import { toAxisTicks, type AxisTick } from "../models/time-scale.ts";
import "./axis.css";

const MAX_TICKS = 7;
/** A label of a gap needs this part of the axis, and ticks near the end of the axis have theirs at their left. */
const MIN_LABELLED = 0.09;
const LAST = 0.95;
/** The part of the axis that a label takes. */
const LABEL = 0.06;

const toTicks = ({ scale, origin }: WaterfallModel) => toAxisTicks(scale.value, origin.value, MAX_TICKS);

/** The times above the rows, and the length of longer stretches in which nothing was going on. */
export function Axis({ model }: { model: WaterfallModel }) {
  const gaps = toShownGaps(model);
  const labelled = gaps.filter(({ width, isCompressed }) => width >= MIN_LABELLED || isCompressed);
  const isFree = ({ at }: AxisTick) =>
    labelled.every(({ left, width }) => at < left - LABEL || at > left + width + (at > LAST ? LABEL : 0));
  return (
    <span class="axis" aria-hidden="true">
      {toTicks(model)
        .filter(isFree)
        .map(({ at, label }) => (
          <span key={label} class={at > LAST ? "tick is-last" : "tick"} style={{ left: `${at * 100}%` }}>
            {label}
          </span>
        ))}
      {labelled.map(({ from, left, width, lengthMs, isCompressed }) => (
        <span
          key={from}
          class={isCompressed ? "gap-length is-compressed" : "gap-length"}
          style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
        >
          <span>
            {isCompressed ? "" : "Idle "}
            {formatDuration(lengthMs)}
          </span>
        </span>
      ))}
    </span>
  );
}

/** Behind the rows: lines of the axis, idle time hatched, what is after the end of the run or after the last that was heard of it. */
export function GridLines({ model }: { model: WaterfallModel }) {
  const scale = model.scale.value;
  const end = model.passedEnd.value;
  const lastHeard = model.lastHeard.value;
  return (
    <div class="grid-lines" aria-hidden="true">
      {end !== undefined && isInside(end, scale) && (
        <span class="run-end" style={{ left: `${scale.toPart(end) * 100}%`, right: "0" }} />
      )}
      {toTicks(model).map(({ at, label }) => (
        <span key={label} class="grid-line" style={{ left: `${at * 100}%` }} />
      ))}
      {toShownGaps(model).map(({ from, left, width, isCompressed }) => (
        <span
          key={from}
          class={isCompressed ? "idle is-compressed" : "idle"}
          style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
        />
      ))}
      {lastHeard !== undefined && isInside(lastHeard, scale) && (
        <span class="idle" style={{ left: `${scale.toPart(lastHeard) * 100}%`, right: "0" }} />
      )}
    </div>
  );
}

function isInside(time: number, { from, to }: TimeScale): boolean {
  return time >= from && time <= to;
}

/** An idle stretch, as far as it is on screen. */
interface ShownGap {
  from: number;
  left: number;
  width: number;
  lengthMs: number;
  isCompressed: boolean;
}

function toShownGaps(model: WaterfallModel): ShownGap[] {
  const scale = model.scale.value;
  return model.idleGaps.value
    .map(({ from, to }) => {
      const left = Math.max(0, scale.toPart(from));
      const width = Math.min(1, scale.toPart(to)) - left;
      const isCompressed = scale.compressed.some((gap) => gap.from >= from && gap.to <= to);
      // A run that waits does so until now, wherever the axis ends.
      const end = model.now.value > from ? Math.min(to, model.now.value) : to;
      return { from, left, width, lengthMs: end - from, isCompressed };
    })
    .filter(({ width }) => width > 0);
}
