import type { SpanTree } from "./span-node.ts";
import { isSameService } from "./span-owner.ts";

/** Processes and SDKs read clocks that are this far apart without anybody calling them wrong. */
const TOLERANCE_MS = 100;

/**
 * Finds spans whose clock is off from that of the span they hang below: nothing can start before what started it, and what is
 * waited for cannot outlast it. The offset is the least that explains the times. What is inside goes by the same clock, as long
 * as it is of the same service.
 */
export function findClockOffsets({ nodes }: SpanTree): void {
  for (const node of nodes) {
    const { span, parent, detailOf } = node;
    if (parent === undefined) continue;
    const from = parent.span.startedAt - parent.clockOffsetMs;
    const to = parent.span.endedAt === undefined ? undefined : parent.span.endedAt - parent.clockOffsetMs;
    const isAwaited = span.remote === "call" || detailOf !== undefined;
    const toMisfit = (offset: number): number => {
      const startedAt = span.startedAt - offset;
      if (startedAt < from - TOLERANCE_MS) return startedAt - from;
      if (!isAwaited || to === undefined || startedAt <= to + TOLERANCE_MS) return 0;
      const length = (span.endedAt ?? span.startedAt) - span.startedAt;
      return startedAt - Math.max(from, to - length);
    };
    const inherited = isSameService(span, parent.span) ? parent.clockOffsetMs : 0;
    const known = [inherited, parent.clockOffsetMs, 0].find((offset) => toMisfit(offset) === 0);
    node.clockOffsetMs = known ?? inherited + toMisfit(inherited);
  }
}
