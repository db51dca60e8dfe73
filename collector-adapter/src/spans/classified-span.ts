import type { OtlpSpan } from "../otlp/otlp-span.ts";
import type { SpanClassification } from "./classify-span.ts";
import type { SpanIdentity } from "./span-identity.ts";

/** A span with all that was found out about it: what its rows, its effects and its stored form are made of. */
export interface ClassifiedSpan {
  span: OtlpSpan;
  classification: SpanClassification;
  identity: SpanIdentity;
}
