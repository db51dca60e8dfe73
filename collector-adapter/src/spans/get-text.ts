import { CUT_MARK, cutText } from "@runline/contract";
import type { Attributes } from "../otlp/otlp-span.ts";
import { MAX_NAME_LENGTH } from "../otlp/span-limits.ts";

/** A text attribute that is not empty, cut to the length of a name: it is a name or an id, and stands in every list. */
export function getText(attributes: Attributes, key: string): string | undefined {
  const value = attributes[key];
  return typeof value === "string" && value !== "" ? cutText(value, MAX_NAME_LENGTH, CUT_MARK) : undefined;
}
