import { useRef } from "preact/hooks";
import { LIST_KEYS } from "../models/list-keys.ts";
import { KeyHelp } from "../ui/key-help.tsx";
import { useListKeys } from "./use-list-keys.ts";

/** The keys of the list, and their help. */
export function ListKeys() {
  const help = useRef<HTMLDialogElement>(null);
  useListKeys(() => help.current?.showModal());
  return <KeyHelp dialog={help} lines={LIST_KEYS} />;
}
