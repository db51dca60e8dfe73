import { answerQuestions } from "../thread/answer-questions.ts";
import type { FoldEntry } from "../fold/fold-entries.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { foldAll } from "./fold-set.ts";
import type { FoldAnswer, FoldQuestion } from "./fold-thread.ts";
import { parseFacts } from "./span-set.ts";

const entries: FoldEntry<StoredFacts>[] = [];
let tookMs = 0;

answerQuestions(({ facts, size }: FoldQuestion): FoldAnswer | undefined => {
  const since = performance.now();
  const before = process.cpuUsage();
  for (const [place, json] of facts) entries[place] = parseFacts(json);
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
