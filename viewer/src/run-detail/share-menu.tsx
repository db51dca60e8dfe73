import type { RunSummary } from "@runline/contract";
import { Popover } from "../ui/popover.tsx";
import { lazy } from "../ui/lazy.tsx";
import "./share-menu.css";

const ShareChoices = lazy(() => import("./share-choices.tsx").then((module) => module.ShareChoices));

/** Ways to give a run to somebody else. */
export function ShareMenu({ run }: { run: RunSummary }) {
  return (
    <Popover label="Share the run" face="Share" className="share-menu">
      {() => <ShareChoices run={run} />}
    </Popover>
  );
}
