import type { Attributes } from "@opentelemetry/api";

/** Attributes of the caller's and of ours: ours win, unless they have no value. */
export function mergeAttributes(theirs: Attributes | undefined, ours: Attributes): Attributes {
  const merged: Attributes = { ...theirs };
  for (const [name, value] of Object.entries(ours)) if (value !== undefined) merged[name] = value;
  return merged;
}
