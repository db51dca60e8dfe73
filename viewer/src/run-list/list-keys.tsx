import { useLocation } from "preact-iso";
import { useRef } from "preact/hooks";
import { useApp } from "../models/app-context.ts";
import type { RunName } from "../models/compare-path.ts";
import type { KeptKeys } from "../models/keep-keys.ts";
import { LIST_KEYS } from "../models/list-keys.ts";
import { pickRun } from "../models/pick-run.ts";
import { KeyHelp } from "../ui/key-help.tsx";
import { PickedRun } from "./picked-run.tsx";
import { useListKeys } from "./use-list-keys.ts";

/** The keys of the list, their help, and the run that was chosen to be compared with another one. */
export function ListKeys({ early }: { early: KeptKeys }) {
  const { picked } = useApp();
  const { route } = useLocation();
  const help = useRef<HTMLDialogElement>(null);
  const drop = () => (picked.value = undefined);
  const pick = (run: RunName) => {
    const comparison = pickRun(picked, run);
    if (comparison !== undefined) route(comparison);
  };
  useListKeys(early, { onPick: pick, onDrop: drop, onHelp: () => help.current?.showModal() });
  return (
    <>
      {picked.value && <PickedRun run={picked.value} onPick={pick} onDrop={drop} />}
      <KeyHelp dialog={help} lines={LIST_KEYS} />
    </>
  );
}
