import type { RunSpan, SpanState } from "@runline/contract";
import { toBarLayout } from "../models/time-scale.ts";
import type { TimeScale } from "../models/create-time-scale.ts";
import { SHOWN_KINDS, toShownKind } from "../models/shown-kind.ts";
import { createColorReader } from "../ui/create-color-reader.ts";
import { KINDS } from "../ui/kinds.ts";

/** Height of a lane in px. Spans share lanes when there are more of them than lanes. */
const LANE = 3;

/** Bounds of what makes a line one of its own. */
const MAX_WIDTH = 16_384;
const MAX_COLORS = 32;

const FAILED: readonly SpanState[] = ["error", "timeout"];

/** What is drawn, and which of it failed by itself. */
export interface MinimapContent {
  spans: readonly RunSpan[];
  culprits: ReadonlySet<string>;
  scale: TimeScale;
  now: number;
}

/**
 * Draws every span as a line in the lane of its place in time; failed ones last, on top. What would cover the same
 * pixels in the same colour is drawn once, so the cost is bounded by the pixels, not the spans.
 */
export function drawMinimap(canvas: HTMLCanvasElement, { spans, culprits, scale, now }: MinimapContent): void {
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
  const drawn = new Set<number>();
  const draw = (span: RunSpan, index: number, color: string, colorId: number) => {
    const layout = toBarLayout(span, scale, now);
    if (!layout) return;
    const lane = shown.length < lanes ? index : Math.floor((index / shown.length) * lanes);
    const x = Math.round(layout.left * width);
    const barWidth = Math.max(2, Math.round(layout.width * width));
    const key = ((lane * MAX_WIDTH + x) * MAX_WIDTH + barWidth) * MAX_COLORS + colorId;
    if (drawn.has(key)) return;
    drawn.add(key);
    context.fillStyle = color;
    context.fillRect(x, lane * laneHeight, barWidth, Math.max(1, laneHeight - 1));
  };

  const colorOf = createColorReader(canvas);
  const colors = new Map(SHOWN_KINDS.map((kind, id) => [kind, { id, color: colorOf(KINDS[kind].color) }]));
  shown.forEach((span, index) => {
    const look = colors.get(toShownKind(span));
    if (look) draw(span, index, look.color, look.id);
  });
  shown.forEach((span, index) => {
    const failed = FAILED.indexOf(span.state);
    if (culprits.has(span.spanId)) draw(span, index, colorOf(`--status-${span.state}`), SHOWN_KINDS.length + failed);
  });
}
