import { toUuid } from "../uuid.ts";
import type { FoldedRun } from "./fold-result.ts";
import type { RunDraft, SpanNode } from "./span-node.ts";
import { byStart } from "./span-tree.ts";

/** What may be said by only some spans of a run. */
const WORDS = [
  "roomId",
  "conversationId",
  "entityId",
  "userId",
  "roomName",
  "entityName",
  "messageId",
  "source",
  "message",
] as const;
type Word = (typeof WORDS)[number];

/** Where the run took place, who asked for it, and what was asked. */
export type RunWords = Pick<FoldedRun, Word>;

/** A span that says something, and how near to the run it stands: 0 is the run itself. */
interface Speaker {
  node: SpanNode;
  rank: number;
}

/** Callers that are asked, the nearest first: many runs may be below one long chain. */
const MAX_CALLERS = 16;

/**
 * Gathers what only some spans of a run say. The run itself is believed first, then what is nearest to it, then its callers, and
 * agents inside it last: they may talk in a conversation of their own.
 */
export function toWords(run: RunDraft): RunWords {
  const own = new Set([run.root, ...run.parts, ...run.agents]);
  const toRank = (node: SpanNode): number => {
    if (node === run.root) return 0;
    if (own.has(node)) return 1;
    if (node.run !== run) return 3;
    const agent = node.isAgent ? node : node.agentAround;
    return agent === undefined || agent.run !== run || own.has(agent) ? 2 : 4;
  };
  const speakers = new Map<Word, Speaker>();
  for (const node of [...run.members, ...toCallers(run)]) {
    const speaker = { node, rank: toRank(node) };
    for (const word of WORDS) {
      if (node.span[word] === undefined) continue;
      // What is asked of Runline's own run stands on the run alone: a prompt of elizaOS is a page of instructions around it.
      if (word === "message" && node.span.convention === "runline" && node.kind !== "run") continue;
      const before = speakers.get(word);
      if (before === undefined || isNearer(speaker, before)) speakers.set(word, speaker);
    }
  }
  const words: RunWords = {};
  for (const [word, { node }] of speakers) words[word] = node.span[word];
  if (words.conversationId !== undefined) words.roomId ??= toUuid(words.conversationId);
  if (words.userId !== undefined) words.entityId ??= toUuid(words.userId);
  return words;
}

function isNearer({ node: a, rank }: Speaker, { node: b, rank: other }: Speaker): boolean {
  return (rank - other || (rank === 3 ? b.depth - a.depth : a.depth - b.depth) || byStart(a, b)) < 0;
}

function toCallers(run: RunDraft): SpanNode[] {
  const callers: SpanNode[] = [];
  for (let { parent } = run.entry; parent !== undefined && callers.length < MAX_CALLERS; parent = parent.parent) {
    if (parent.run !== run) callers.push(parent);
  }
  return callers;
}
