import type { RunSpan } from "@runline/contract";
import { toBarLayout, type TimeWindow } from "../models/time-scale.ts";
import { createColorReader } from "../ui/create-color-reader.ts";
import { KINDS } from "../ui/kinds.ts";

/** Height of a lane in px. Spans share lanes when there are more of them than lanes. */
const LANE = 3;

/**
 * Draws every span as a line in the lane of its place in time; failed ones last, on top. What would cover the same
 * pixels in the same colour is drawn once, so the cost is bounded by the pixels, not the spans.
 */
export function drawMinimap(
  canvas: HTMLCanvasElement,
  spans: readonly RunSpan[],
  extent: TimeWindow,
  now: number,
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const ratio = window.devicePixelRatio;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  context.scale(ratio, ratio);

  const shown = spans.filter((span) => !span.caller);
  const lanes = Math.max(1, Math.floor(height / LANE));
  const laneHeight = shown.length < lanes ? Math.min(6, height / Math.max(1, shown.length)) : LANE;
  const drawn = new Set<string>();
  const draw = (span: RunSpan, index: number, color: string) => {
    const layout = toBarLayout(span, extent, now);
    if (!layout) return;
    const lane = shown.length < lanes ? index : Math.floor((index / shown.length) * lanes);
    const x = Math.round(layout.left * width);
    const barWidth = Math.max(2, Math.round(layout.width * width));
    const key = `${lane} ${x} ${barWidth} ${color}`;
    if (drawn.has(key)) return;
    drawn.add(key);
    context.fillStyle = color;
    context.fillRect(x, lane * laneHeight, barWidth, Math.max(1, laneHeight - 1));
  };

  const colorOf = createColorReader(canvas);
  shown.forEach((span, index) => draw(span, index, colorOf(KINDS[span.kind].color)));
  shown.forEach((span, index) => {
    if (span.state === "error" || span.state === "timeout") draw(span, index, colorOf(`--status-${span.state}`));
  });
}
