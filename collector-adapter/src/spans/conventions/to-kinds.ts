import type { SpanKind } from "@runline/contract";
import type { SpanWord } from "./convention.ts";

/**
 * From each word of a family to what it means.
 *
 * @example toKinds({ run: ["AGENT"], infrastructure: ["RETRIEVER", "RERANKER"] }).get("AGENT") // "run"
 */
export function toKinds(words: { readonly [kind in SpanKind]?: readonly string[] }): ReadonlyMap<string, SpanKind>;
export function toKinds(words: { readonly [kind in SpanWord]?: readonly string[] }): ReadonlyMap<string, SpanWord>;
export function toKinds(words: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words).flatMap(([kind, all]) => all.map((word) => [word, kind] as const)));
}
