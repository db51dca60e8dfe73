import { writeStorage } from "./write-storage.ts";

const NAME = "runline.characterKeys";

/** Whether keys of one character do something: who dictates, or hits keys by chance, can switch them off (WCAG 2.1.4). */
export function hasCharacterKeys(storage: Storage): boolean {
  return storage.getItem(NAME) !== "off";
}

/** Switches these keys on or off, in this browser. */
export function setCharacterKeys(storage: Storage, isOn: boolean): void {
  writeStorage(storage, NAME, isOn ? undefined : "off");
}
