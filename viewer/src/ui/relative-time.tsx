import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { formatAbsoluteTime, formatRelativeTime } from "../format/format-time.ts";
import { useApp } from "../models/app-context.ts";

/** A moment, and how its distance from now is written. */
interface RelativeTimeProps {
  /** ms since the epoch. */
  at: number;
  /** @defaultValue formatRelativeTime */
  format?: (at: number, now: number) => string;
}

/** How long ago `at` was. Follows the clock, but only its text changes, and only when it reads anew. */
export function RelativeTime({ at, format = formatRelativeTime }: RelativeTimeProps) {
  const { clock } = useApp();
  const text = useMemo(() => computed(() => format(at, clock.now.value)), [at, clock, format]);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatAbsoluteTime(at)}>
      {text}
    </time>
  );
}
