import type { RunWait as Wait } from "@runline/contract";
import { formatAge } from "../format/format-time.ts";
import { RelativeTime } from "./relative-time.tsx";

/** What a run waits for, and for how long, which grows as one looks. @example "waiting for approval 12 min" */
export function RunWait({ wait }: { wait: Wait }) {
  return (
    <span class="why">
      waiting for {wait.for} <RelativeTime at={wait.since} format={formatAge} />
    </span>
  );
}
