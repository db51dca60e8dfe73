import type { RunSummary } from "@runline/contract";
import type { ViewModel } from "../models/create-view-model.ts";
import { Popover } from "../ui/popover.tsx";
import { lazy } from "../ui/lazy.tsx";
import "./share-menu.css";

const ShareChoices = lazy(() => import("./share-choices.tsx").then((module) => module.ShareChoices));

/** Ways to give a run, or what `page` shows of it, to somebody else. */
export function ShareMenu({ run, page }: { run: RunSummary; page: ViewModel }) {
  return (
    <Popover label="Share the run" face="Share" className="share-menu">
      {() => <ShareChoices run={run} page={page} />}
    </Popover>
  );
}
