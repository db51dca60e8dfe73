import type { RunSummary } from "@runline/contract";
import { Popover } from "../ui/popover.tsx";
import { lazy } from "../ui/lazy.tsx";
import "./compare-menu.css";

// Asks for other runs, and only when it is opened.
const CompareChoices = lazy(() => import("./compare-choices.tsx").then((module) => module.CompareChoices));

/** The button that offers runs to compare a run with. */
export function CompareMenu({ run }: { run: RunSummary }) {
  return (
    <Popover label="Compare with" face="Compare" className="compare-menu">
      {() => <CompareChoices run={run} />}
    </Popover>
  );
}
