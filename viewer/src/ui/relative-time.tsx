import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { formatAbsoluteTime, formatRelativeTime } from "../format/format-time.ts";
import { useApp } from "../models/app-context.ts";

/** How long ago `at` was, in ms since the epoch. Follows the clock, but only its text changes, and only when it reads anew. */
export function RelativeTime({ at }: { at: number }) {
  const { clock } = useApp();
  const text = useMemo(() => computed(() => formatRelativeTime(at, clock.now.value)), [at, clock]);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatAbsoluteTime(at)}>
      {text}
    </time>
  );
}
