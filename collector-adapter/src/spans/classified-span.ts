import type { OtlpSpan } from "../otlp/otlp-span.ts";
import type { SpanClassification } from "./span-classification.ts";
import type { SpanIdentity } from "./span-identity.ts";

/** A span with all that was found out about it: what its rows, its facts for the fold and its stored form are made of. */
export interface ClassifiedSpan extends SpanClassification {
  span: OtlpSpan;
  identity: SpanIdentity;
}
