import type { RunSpan } from "@runline/contract";
import { toBarLayout, type TimeWindow } from "../models/time-scale.ts";
import { KINDS } from "../ui/kinds.ts";
import "./span-bar.css";

/** A bar and the note beside it. */
export interface SpanBarProps {
  span: RunSpan;
  /** Whether the span is somebody else's. */
  isOther: boolean;
  window: TimeWindow;
  now: number;
  note: string | undefined;
}

/** The note goes to the right of a bar that ends before this part of the window, … */
const ROOM_RIGHT = 0.62;
/** … else to the left of one that begins after this part, else on the bar. */
const ROOM_LEFT = 0.3;

/** The bar of a span: its colour is the kind, its outline, hatching or end is the state. At least 4 px wide. */
export function SpanBar({ span, isOther, window, now, note }: SpanBarProps) {
  const layout = toBarLayout(span, window, now);
  if (!layout) return null;
  const { left, width } = layout;
  const isThin = span.caller || span.detailOf !== undefined;
  const end = left + width;
  const place =
    end < ROOM_RIGHT
      ? { left: `calc(${end * 100}% + 10px)`, right: "0" }
      : left > ROOM_LEFT
        ? { left: "0", right: `calc(${(1 - left) * 100}% + 8px)` }
        : undefined;
  return (
    <>
      <span
        class={`bar is-${span.state}${isThin ? " is-thin" : ""}${isOther && !span.caller ? " is-other" : ""}`}
        style={{
          "--kind": `var(${KINDS[span.kind].color})`,
          left: `min(${left * 100}%, 100% - 4px)`,
          width: `${width * 100}%`,
        }}
      />
      {note !== undefined && (place || span.error !== undefined) && (
        <span
          class={`note is-${span.state}${place ? (end < ROOM_RIGHT ? "" : " is-before") : " is-inside"}`}
          style={place ?? { left: `calc(${left * 100}% + 6px)`, maxWidth: `calc(${width * 100}% - 12px)` }}
          title={note}
        >
          {note}
        </span>
      )}
    </>
  );
}
