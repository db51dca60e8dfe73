/** At most so many keys are kept: the newest. */
const MAX_KEYS = 20;

/** Keys that came before there was anybody to take them. */
export interface KeptKeys {
  /** Ends the keeping, and gives back what was kept, oldest first. */
  stop: () => readonly KeyboardEvent[];
}

/** Keeps the keys that are pressed from now on, for the part of the page that is still on its way. */
export function keepKeys(): KeptKeys {
  let keys: KeyboardEvent[] = [];
  const keep = (event: KeyboardEvent) => void (keys = [...keys, event].slice(-MAX_KEYS));
  document.addEventListener("keydown", keep);
  return {
    stop() {
      document.removeEventListener("keydown", keep);
      return keys;
    },
  };
}
