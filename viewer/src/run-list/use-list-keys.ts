import { useEffect } from "preact/hooks";
import type { KeptKeys } from "../models/keep-keys.ts";
import { findKeyAction } from "../models/key-line.ts";
import { findPlace, LIST_KEYS, type ListKeyTarget } from "../models/list-keys.ts";
import type { RunName } from "../models/compare-path.ts";
import { readRowRun } from "./read-row-run.ts";
import { createKeyReader } from "../ui/create-key-reader.ts";
import { isField } from "../ui/is-field.ts";

/** A key that was pressed longer ago than that, in ms, does nothing: nobody expects its work any more. */
const EARLY_MS = 2_000;

/** What the keys of a list do beside moving through it. */
interface ListKeyActions extends Pick<ListKeyTarget, "onDrop" | "onHelp"> {
  onPick: (run: RunName) => void;
}

/**
 * Listens to the keys of the list on the page, beginning with those that came before: they move the focus from run to run, so that Enter
 * opens what it is on.
 */
export function useListKeys(early: KeptKeys, { onPick, ...actions }: ListKeyActions): void {
  useEffect(() => {
    const target: ListKeyTarget = {
      ...actions,
      onMove: moveFocus,
      onSearch: focusSearch,
      onPick() {
        const run = readRowRun(document.activeElement);
        if (run) onPick(run);
      },
    };
    const read = createKeyReader();
    const listen = (event: KeyboardEvent) => {
      const key = read(event);
      const action = key === undefined || isField(event.target) ? undefined : findKeyAction(LIST_KEYS, key);
      if (!action) return;
      event.preventDefault();
      action(target);
    };
    for (const event of early.stop()) {
      if (performance.now() - event.timeStamp > EARLY_MS) continue;
      if (isField(document.activeElement)) break; // what follows was meant for the field
      listen(event);
    }
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function moveFocus(step: 1 | -1, of: "all" | "failed"): void {
  const links = [...document.querySelectorAll<HTMLElement>(".row-link")];
  const isWanted = (place: number) => of === "all" || links[place]?.closest(".is-error, .is-timeout") != null;
  const place = findPlace(
    links.length,
    links.findIndex((link) => link === document.activeElement),
    step,
    isWanted,
  );
  const link = place === undefined ? undefined : links[place];
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

function focusSearch(): void {
  document.querySelector<HTMLElement>(".list-search input")?.focus();
}
