import { useSignal, type Signal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useApp } from "../models/app-context.ts";
import type { RunName } from "../models/compare-path.ts";
import type { ViewModel } from "../models/create-view-model.ts";
import { findNeighbours } from "../models/find-neighbours.ts";
import { toListRunsParams } from "../models/list-filter.ts";
import { toPageLink } from "../models/page-link.ts";
import { pickRun } from "../models/pick-run.ts";
import { toCurl } from "../models/run-addresses.ts";
import type { KeyTarget } from "../models/run-keys.ts";
import { toRunPath } from "../models/run-path.ts";
import { useSettings } from "../models/settings-queries.ts";
import { copyText } from "../ui/copy-text.ts";
import { UNTOLD, type Told } from "../ui/told-line.tsx";

/** What keys do with the page as a whole. */
export interface RunActions extends Pick<KeyTarget, "tell" | "onStep" | "onPick" | "onCopy" | "onGo"> {
  /** What the last of them has to say. */
  told: Signal<Told>;
}

/** What keys do with a run, or with a trace where there is none: to others of its list, to a comparison, to the clipboard. */
export function useRunActions(run: RunName | undefined, page: ViewModel): RunActions {
  const { api, basePath, listed, listPath, picked } = useApp();
  const { route } = useLocation();
  const needsToken = useSettings().data?.needsToken ?? false;
  const told = useSignal(UNTOLD);
  const tell = (words: string) => void (told.value = { words, count: told.peek().count + 1 });

  /** Where a page was opened by its address: the newest runs of its agent, where the way back leads as well. */
  async function listRuns({ agentId }: RunName): Promise<void> {
    const { runs } = await api.peek().runs.listAllRuns(toListRunsParams({ agentIds: [agentId] }, Date.now()));
    listed.value = runs.map((each) => toRunPath(each));
  }

  function step(which: "previous" | "next"): void {
    // Of the address of this moment: keys may come faster than pages.
    const to = findNeighbours(listed.peek(), window.location.pathname.slice(basePath.length))[which];
    if (to === undefined) tell(`The list has no ${which} one.`);
    else route(to);
  }

  return {
    told,
    tell,
    onStep(which) {
      if (!run || listed.peek().length > 0) step(which);
      else
        listRuns(run).then(
          () => step(which),
          ({ message }: Error) => tell(`The list could not be loaded: ${message}`),
        );
    },
    onPick() {
      if (!run) return tell("Only runs can be compared.");
      const comparison = pickRun(picked, run);
      if (comparison === undefined && !picked.peek()) return tell("This run is picked no longer.");
      return route(comparison ?? listPath.peek() ?? `/${run.agentId}`);
    },
    async onCopy(what) {
      if (what === "curl" && !run) return tell("Only a run has such a command.");
      const isLink = what === "link" || !run;
      const text = isLink
        ? toPageLink(page, window.location)
        : toCurl(run, window.location.origin + basePath, needsToken);
      return tell(
        (await copyText(text)) ? `${isLink ? "Link" : "Command"} copied.` : "The browser does not allow to copy here.",
      );
    },
    onGo: route,
  };
}
