/** The member at `path` of a value that elizaOS handed us, or `undefined` where there is none. */
export function read(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

/** As {@link read}, when it is a non-empty string. */
export function readString(value: unknown, ...path: string[]): string | undefined {
  const found = read(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** As {@link read}, when it is a finite number. */
export function readNumber(value: unknown, ...path: string[]): number | undefined {
  const found = read(value, ...path);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}
