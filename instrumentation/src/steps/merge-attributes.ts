import type { Attributes } from "@opentelemetry/api";

/** Attributes of the caller's and of ours: ours win, unless they have no value. */
export function mergeAttributes(theirs: Attributes, ours: Attributes): Attributes {
  const merged: Attributes = { ...theirs };
  for (const name in ours) if (ours[name] !== undefined) merged[name] = ours[name];
  return merged;
}
