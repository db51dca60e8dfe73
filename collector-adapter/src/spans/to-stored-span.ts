import type { StoredSpan } from "../records/span-record.ts";
import type { Attributes } from "../otlp/otlp-span.ts";
import type { ClassifiedSpan } from "./classified-span.ts";

/** What was sent of a span beside its facts, without the attributes that the row holds under elizaOS's names. */
export function toStoredSpan({ span, content }: ClassifiedSpan): StoredSpan {
  return {
    attributes: omit(span.attributes, content.attributes),
    events: span.events,
    links: span.links,
  };
}

/** Prompts are most of a span: the row has them under elizaOS's names, so the span does without. */
function omit(attributes: Attributes, keys: readonly string[]): Attributes {
  if (keys.length === 0) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !keys.includes(key)));
}
