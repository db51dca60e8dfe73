import { answerQuestions } from "../thread/answer-questions.ts";
import { foldFacts } from "./fold-set.ts";
import type { FoldAnswer, FoldQuestion } from "./fold-thread.ts";

let facts: string[] = [];

answerQuestions(({ slice, isLast }: FoldQuestion): FoldAnswer | undefined => {
  for (const one of slice) facts.push(one);
  if (!isLast) return undefined;
  const all = facts;
  facts = [];
  const since = performance.now();
  const before = process.cpuUsage();
  const { marks: _marks, ...folded } = foldFacts(all);
  // On a busy machine the thread stands still for most of the time; the CPU is that of all threads.
  const { user, system } = process.cpuUsage(before);
  return { folded, tookMs: Math.min(performance.now() - since, (user + system) / 1_000) };
});
