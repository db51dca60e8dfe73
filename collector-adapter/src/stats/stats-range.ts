import type { Spell } from "../sql/sum-columns.ts";

/** A range of time cut into equal parts, ms since the epoch: from its start on, without its end. */
export interface StatsRange {
  from: number;
  to: number;
  parts: number;
}

/** The starts of the parts. */
export function listParts({ from, to, parts }: StatsRange): number[] {
  return Array.from({ length: parts }, (_, part) => from + (part * (to - from)) / parts);
}

/** The part of the range that a spell lies in with all of its time; `undefined` when there is none. */
export function findPart({ from, to, parts }: StatsRange, [start, end]: Spell): number | undefined {
  const partMs = (to - from) / parts;
  const part = Math.floor((start - from) / partMs);
  return start >= from && end <= to && end <= from + (part + 1) * partMs ? part : undefined;
}

/** What is left of spells without others that lie in them, all in their order. */
export function subtract(spells: readonly Spell[], others: readonly Spell[]): Spell[] {
  const left: Spell[] = [];
  let next = 0;
  for (const [from, to] of spells) {
    let since = from;
    for (let other = others[next]; other !== undefined && other[1] <= to; other = others[++next]) {
      if (since < other[0]) left.push([since, other[0]]);
      since = other[1];
    }
    if (since < to) left.push([since, to]);
  }
  return left;
}
