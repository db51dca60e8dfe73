import type { RunSummary } from "@runline/contract";
import { formatSender } from "../format/format-sender.ts";

/** Who a run is for and through what they wrote. A dash when that is not known. */
export function RunSender({ run }: { run: RunSummary }) {
  const name = formatSender(run);
  const source = run.metadata?.source;
  if (name === undefined && source === undefined) return <span class="muted">–</span>;
  return (
    <>
      {name}
      {source && (
        <span class="muted sender-source">
          {name !== undefined && " · "}
          {source}
        </span>
      )}
    </>
  );
}
