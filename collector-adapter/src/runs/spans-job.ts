import type { FactsRow } from "../sql/list-facts.ts";
import { toDigest, type Answers } from "./answers.ts";
import { toSpanKey } from "../fold/span-key.ts";
import { gatherFacts } from "./gather-facts.ts";
import { selectMembers, selectTrace, type Member, type ShownRun } from "./select-members.ts";
import { toRunSpan } from "./to-run-span.ts";

/** What spans are asked for: those of a run, or of a trace. */
export type SpansOf = { run: ShownRun } | { traceId: string };

/** What a reader wants of the spans. */
export interface SpansQuestion {
  of: SpansOf;
  /** Name of the answer that the reader has already. */
  after?: string | undefined;
  /** Whether spans are told before all of them are known; some of them are then told again, or taken back. */
  isEarly: boolean;
}

/** How the reading ended, beside the spans that are left to tell. */
export interface FoldedSpans {
  /** Name of the answer. */
  answer: string;
  gone: string[];
}

/** Makes the bars of a waterfall of the facts that come page by page. Spans are told as JSON, separated by commas. */
export interface SpansJob {
  /** Whether the reader's last answer is known, so that only changes are told. */
  readonly isKnown: boolean;
  /** Takes a page; what of it can be told already, or nothing. */
  add(rows: readonly FactsRow[]): string;
  fold(): FoldedSpans;
  /** Some of the spans that are not told yet; nothing when all are. */
  next(): string;
}

/** Spans that are told at once: 300 kB. */
const SPANS_AT_ONCE = 1_000;

export function createSpansJob({ of, after, isEarly }: SpansQuestion, answers: Answers): SpansJob {
  const facts = gatherFacts();
  const before = after === undefined ? undefined : answers.get(after);
  const told = new Map(before);
  const tellsEarly = isEarly && before === undefined;
  const waiting: string[] = [];
  let place = 0;

  const toText = (member: Member) => JSON.stringify(toRunSpan(member, facts.silentMs.get(toSpanKey(member.span))));

  return {
    isKnown: before !== undefined,
    add(rows) {
      const added = facts.add(rows);
      if (!tellsEarly) return "";
      const texts = added.map((span) => {
        const text = toText(toMember(span));
        told.set(span.spanId, toDigest(text));
        return text;
      });
      return texts.join(",");
    },
    fold() {
      const { spans, result } = facts.fold();
      const members = "run" in of ? selectMembers(spans, result, of.run) : selectTrace(spans, result, of.traceId);
      const now = new Map<string, number>();
      for (const member of members.sort(byStart)) {
        const { spanId } = member.span;
        const last = told.get(spanId);
        if (last !== undefined && tellsEarly && isPlain(member)) {
          now.set(spanId, last); // as it was told early
          continue;
        }
        const text = toText(member);
        const digest = toDigest(text);
        now.set(spanId, digest);
        if (last !== digest) waiting.push(text);
      }
      return { answer: answers.add(now), gone: [...told.keys()].filter((spanId) => !now.has(spanId)) };
    },
    next() {
      const text = waiting.slice(place, place + SPANS_AT_ONCE).join(",");
      place += SPANS_AT_ONCE;
      return text;
    },
  };
}

/** Whether the fold says no more of the span than it does itself. */
function isPlain({ span, mark, isCaller, otherAgent, clockOffsetMs }: Member): boolean {
  const isMarked = [span.logRecords, mark.detailOf, mark.mirrorOf, mark.lastTry, mark.facts, mark.waitedUntil].some(
    (each) => each !== undefined,
  );
  const isOfItsKind = (mark.kind ?? span.kind) === span.kind;
  return !isMarked && isOfItsKind && !isCaller && otherAgent === undefined && clockOffsetMs === 0;
}

/** The span by itself, of which nothing more is known. */
function toMember(span: Member["span"]): Member {
  return { span, mark: { counted: false }, isCaller: false, otherAgent: undefined, clockOffsetMs: 0 };
}

function byStart({ span: a }: Member, { span: b }: Member): number {
  return a.startedAt - b.startedAt || (a.spanId < b.spanId ? -1 : 1);
}
