import { hasCharacterKeys } from "../models/character-keys.ts";
import { isField } from "./is-field.ts";

/** Begins a key of two characters. */
const PREFIX = "g";
/** So long, in ms, that begins a key: a later one stands for itself. */
const PREFIX_MS = 1_000;

/**
 * Makes what tells the key of an event: its `KeyboardEvent.key`, or `gr` for a g and then an r. It is `undefined` for keys that the page
 * has nothing to do with: in a field one types in only Esc is the page's, in a dialog none, and keys of one character may be switched off.
 */
export function createKeyReader(): (event: KeyboardEvent) => string | undefined {
  let prefix = "";
  let prefixAt = -Infinity;
  return (event) => {
    const { key } = event;
    if (event.defaultPrevented || event.altKey || event.metaKey || document.querySelector("dialog[open]"))
      return undefined;
    if (event.ctrlKey && key !== "Home" && key !== "End") return undefined;
    if (key !== "Escape" && isField(event.target)) return undefined;
    if (key.length === 1 && !hasCharacterKeys(localStorage)) return undefined;
    const pressed = event.timeStamp - prefixAt > PREFIX_MS ? key : prefix + key;
    prefix = pressed === PREFIX ? PREFIX : "";
    prefixAt = event.timeStamp;
    return prefix === "" ? pressed : undefined;
  };
}
