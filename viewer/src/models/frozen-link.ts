import { RANGES, type RangeName } from "./list-filter.ts";

/**
 * An address as others are to see it, whenever they open it: a range that moves on with the clock is the one of this moment.
 *
 * @example toFrozenLink("http://127.0.0.1:4318/?range=1h", now) // "http://127.0.0.1:4318/?from=…&to=…"
 */
export function toFrozenLink(href: string, now: number): string {
  const url = new URL(href);
  const range = url.searchParams.get("range");
  if (range === null || !isRange(range)) return href;
  url.searchParams.delete("range");
  url.searchParams.set("from", String(now - RANGES[range].lengthMs));
  url.searchParams.set("to", String(now));
  return url.href;
}

const isRange = (name: string): name is RangeName => Object.hasOwn(RANGES, name);
