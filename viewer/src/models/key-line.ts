/** Keys that belong together: one line of the help, and what each of them does, by its `KeyboardEvent.key`; `gr` is a g and then an r. */
export interface KeyLine<Target> {
  shown: string;
  words: string;
  actions: Readonly<Record<string, (target: Target) => void>>;
}

/** What a key does; `undefined` for a key that does nothing. */
export function findKeyAction<Target>(
  lines: readonly KeyLine<Target>[],
  key: string,
): ((target: Target) => void) | undefined {
  return lines.find(({ actions }) => Object.hasOwn(actions, key))?.actions[key];
}
