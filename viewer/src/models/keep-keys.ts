/** Keys that came before there was anybody to take them. */
export interface KeptKeys {
  keys: KeyboardEvent[];
  stop: () => void;
}

/** Keeps the keys that are pressed from now on, for the part of the page that is still on its way. */
export function keepKeys(): KeptKeys {
  const keys: KeyboardEvent[] = [];
  const keep = (event: KeyboardEvent) => void keys.push(event);
  document.addEventListener("keydown", keep);
  return { keys, stop: () => document.removeEventListener("keydown", keep) };
}
