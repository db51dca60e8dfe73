import { isRecord } from "../is-record.ts";

/** The first member of the object, of those names, that is there. */
export function first(object: Record<string, unknown>, ...names: readonly string[]): unknown {
  for (const name of names) {
    const member = object[name];
    if (member !== undefined && member !== null) return member;
  }
  return undefined;
}

/** The first of those members that is a text and not empty. */
export function firstText(object: Record<string, unknown>, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const member = object[name];
    if (typeof member === "string" && member !== "") return member;
  }
  return undefined;
}

/** The first of those members that is an object. */
export function firstRecord(
  object: Record<string, unknown>,
  ...names: readonly string[]
): Record<string, unknown> | undefined {
  return names.map((name) => object[name]).find(isRecord);
}

/** Whether a value holds nothing. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
