import type { KeptKeys } from "../models/keep-keys.ts";
import { OpenRunFile } from "../ui/open-run-file.tsx";
import { ListKeys } from "./list-keys.tsx";

/** What one does with a list beside reading it: its keys, and a run from a file. */
export function ListTools({ early }: { early: KeptKeys }) {
  return (
    <>
      <OpenRunFile />
      <ListKeys early={early} />
    </>
  );
}
