import { useEffect, useLayoutEffect } from "preact/hooks";
import { formatTimeOfDay } from "../format/format-time.ts";
import { useApp } from "../models/app-context.ts";
import { isSameRun, type RunName } from "../models/compare-path.ts";
import { useRunSummary } from "../models/run-queries.ts";
import { CloseButton } from "../ui/close-button.tsx";
import { readRowRun } from "./read-row-run.ts";
import "./picked-run.css";

/** The run that was chosen, and what happens with the next one. */
interface PickedRunProps {
  run: RunName;
  onPick: (run: RunName) => void;
  onDrop: () => void;
}

/**
 * The run that was chosen to be compared, marked in the list and named at the foot of the window. Until it is let go of, a click on
 * another run compares both. The mark is put on the line from here: whoever reads a list needs none of this.
 */
export function PickedRun({ run, onPick, onDrop }: PickedRunProps) {
  const { listed } = useApp();
  const { data } = useRunSummary(run.agentId, run.runId);
  const shown = listed.value;
  useLayoutEffect(() => {
    const rows = [...document.querySelectorAll<HTMLElement>(".run-row")];
    const row = rows.find((each) => {
      const own = readRowRun(each);
      return own && isSameRun(own, run);
    });
    const mark = row?.querySelector(".cell-status");
    mark?.setAttribute("data-picked", "A");
    return () => mark?.removeAttribute("data-picked");
  }, [run, shown]);
  useEffect(() => {
    const listen = (event: MouseEvent) => {
      const other = event.ctrlKey || event.metaKey ? undefined : readRowRun(event.target);
      if (!other) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      onPick(other);
    };
    document.addEventListener("click", listen, { capture: true });
    return () => document.removeEventListener("click", listen, { capture: true });
  });
  return (
    <section class="picked-run" aria-label="Run to compare">
      <output>
        <b class="picked-letter">A</b>
        <span class="picked-words">{data?.message ?? data?.name ?? ""}</span>
        {data && <span class="muted">{formatTimeOfDay(data.startedAt)}</span>}
        <span>Choose another run to compare with: click on it, or press x.</span>
      </output>
      <CloseButton label="Choose none" title="Choose none" onClose={onDrop} />
    </section>
  );
}
