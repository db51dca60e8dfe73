/** The member at `path` of a value that elizaOS handed us, or `undefined` where there is none or it cannot be read. */
export function read(value: unknown, ...path: (string | symbol)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    try {
      current = Reflect.get(current, key);
    } catch {
      // A getter or proxy of somebody else's that throws; whoever needs the value will find out.
      return undefined;
    }
  }
  return current;
}

/** Calls the method `name`, where there is one. */
export function call(target: unknown, name: string): unknown {
  const method = read(target, name);
  return typeof method === "function" ? Reflect.apply(method, target, []) : undefined;
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

/** As {@link read}, when it is an object. */
export function readObject(value: unknown, ...path: string[]): object | undefined {
  const found = read(value, ...path);
  return typeof found === "object" && found !== null ? found : undefined;
}

/** The objects in the list at `path`, or none. */
export function readObjects(value: unknown, ...path: string[]): object[] {
  const found = read(value, ...path);
  return Array.isArray(found) ? found.filter((item) => typeof item === "object" && item !== null) : [];
}
