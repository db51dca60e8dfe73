import { answerQuestions } from "../thread/answer-questions.ts";
import type { FoldEntry } from "../fold/fold-entries.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { foldAll } from "./fold-set.ts";
import type { FoldAnswer, FoldQuestion } from "./fold-thread.ts";

/** Texts of a fold that are shared, and how long they are at most: of ids and names, which many spans have, there are few and short ones. */
const MAX_SHARED = 100_000;
const MAX_SHARED_CHARS = 128;

const entries: FoldEntry<StoredFacts>[] = [];
const shared = new Map<string, string>();
let tookMs = 0;

answerQuestions(({ facts, size }: FoldQuestion): FoldAnswer | undefined => {
  const since = performance.now();
  const before = process.cpuUsage();
  if (facts.has(0)) shared.clear(); // another fold
  for (const [place, json] of facts) entries[place] = parseShared(json);
  const folded = size === undefined ? undefined : fold(size);
  // On a busy machine the thread stands still for most of the time; the CPU is that of all threads.
  const { user, system } = process.cpuUsage(before);
  tookMs += Math.min(performance.now() - since, (user + system) / 1_000);
  if (folded === undefined) return undefined;
  const answer = { folded, tookMs };
  tookMs = 0;
  return answer;
});

function fold(size: number): FoldAnswer["folded"] {
  entries.length = size;
  const { marks: _marks, ...folded } = foldAll(entries);
  return folded;
}

/**
 * Facts whose ids and names that many spans have are kept once: 100,000 spans take half the memory, and are folded in five sixths of the
 * time, since less of them has to be fetched from memory.
 */
function parseShared(json: string): FoldEntry<StoredFacts> {
  const facts: FoldEntry<StoredFacts> & Record<string, unknown> = JSON.parse(json);
  for (const name in facts) {
    const value = facts[name];
    if (typeof value !== "string" || value.length > MAX_SHARED_CHARS || name === "spanId") continue;
    const known = shared.get(value);
    if (known !== undefined) facts[name] = known;
    else if (shared.size < MAX_SHARED) shared.set(value, value);
  }
  return facts;
}
