import type { EventsCut, StepContent } from "@runline/contract";
import { toRowId } from "../spans/row-id.ts";
import { toSpanKey } from "../fold/span-key.ts";
import type { LogRecordFacts } from "../records/span-record.ts";
import type { FactsRow } from "../sql/list-facts.ts";
import type { EventRow } from "../sql/list-log-rows.ts";
import { gatherFacts } from "./gather-facts.ts";
import { createKnownPrompts } from "./known-prompts.ts";
import { listContentLogRecords } from "./log-record-content.ts";
import { limitContents } from "./limit-contents.ts";
import { readRowContent } from "./row-content.ts";
import { selectMembers, type Member, type ShownRun } from "./select-members.ts";
import { toRunSpan } from "./to-run-span.ts";

/** Content of one step, in bytes: of a longer one it is cut inside. */
const MAX_STEP_BYTES = 1_280 * 1024;
/** Content of all steps together, and what is left of it when no more is told. */
const MAX_ALL_BYTES = 8 * 1024 * 1024;
const MIN_STEP_BYTES = 64 * 1024;
/** Steps without content that are told at once: 200 kB. */
const STEPS_AT_ONCE = 500;

/** Steps that were told of some rows, as JSON separated by commas. */
export interface ToldSteps {
  steps: string;
  /** Whether there may be no more content. */
  isFull: boolean;
}

/** Makes the steps of a run, with what was said in them, of facts and rows that come page by page. */
export interface MessagesJob {
  add(rows: readonly FactsRow[]): void;
  /** Names the rows that have content. */
  fold(): string[];
  /** Takes rows of these ids, in the order of their start. */
  tell(rows: readonly EventRow[]): ToldSteps;
  /** Some of the steps that are not told yet, without their content; nothing when all are. */
  next(): string;
  /** After the last row: of how many steps the content is missing or shortened. */
  cut(): Pick<EventsCut, "contents" | "shortened">;
}

/** A step whose rows are being read. */
interface WaitingStep {
  member: Member;
  /** Log records that have some of its content. */
  logRecords: readonly LogRecordFacts[];
  /** Rows that have come, and how many there are in all. */
  rows: EventRow[];
  rowCount: number;
}

export function createMessagesJob(run: ShownRun): MessagesJob {
  const facts = gatherFacts();
  const prompts = createKnownPrompts();
  /** By the rows that have their content: that of the span, and those of its log records. */
  const waiting = new Map<string, WaitingStep>();
  let bare: Member[] = [];
  let bytesLeft = MAX_ALL_BYTES;
  let shortened = 0;
  let place = 0;

  const toSpan = (member: Member) => toRunSpan(member, facts.silentMs.get(toSpanKey(member.span)));

  function toStep({ member, logRecords, rows }: WaitingStep): StepContent {
    const row = rows.find(({ type }) => type !== "log_record");
    const told = logRecords.flatMap((logRecord) =>
      rows.filter(({ id }) => id === logRecord.logRecordId).map(({ body }) => ({ logRecord, body })),
    );
    const { input, output } = row === undefined ? {} : readRowContent(row, told);
    const span = toSpan(member);
    const prompt = span.kind === "model_call" ? prompts.takeNew(input) : { ...(input !== undefined && { input }) };
    const { holder, bytes, isShortened } = limitContents(
      { span, ...prompt, ...(output !== undefined && { output }) },
      { names: ["input", "output"], maxBytes: Math.min(MAX_STEP_BYTES, bytesLeft), minBytes: MIN_STEP_BYTES },
    );
    bytesLeft -= bytes;
    if (isShortened) shortened += 1;
    return holder;
  }

  const listWaiting = () => [...new Set(waiting.values())].map(({ member }) => member);

  return {
    add: (page) => void facts.add(page),
    fold() {
      const { spans, result } = facts.fold();
      const members = selectMembers(spans, result, run);
      const findContent = createContentSearch(members);
      for (const member of members.filter((one) => isTold(one, run)).sort(byStart)) {
        const span = findContent(member);
        if (span === undefined) {
          bare.push(member);
          continue;
        }
        const logRecords = listContentLogRecords(span.logRecords);
        const rowIds = [toRowId(span.traceId, span.spanId, "end"), ...logRecords.map(({ logRecordId }) => logRecordId)];
        const step: WaitingStep = { member, logRecords, rows: [], rowCount: rowIds.length };
        for (const rowId of rowIds) waiting.set(rowId, step);
      }
      return [...waiting.keys()];
    },
    tell(rows) {
      const steps: string[] = [];
      for (const row of rows) {
        const step = waiting.get(row.id);
        if (step === undefined || bytesLeft < MIN_STEP_BYTES) continue;
        step.rows.push(row);
        if (step.rows.length < step.rowCount) continue;
        for (const { id } of step.rows) waiting.delete(id);
        steps.push(JSON.stringify(toStep(step)));
      }
      return { steps: steps.join(","), isFull: bytesLeft < MIN_STEP_BYTES };
    },
    cut: () => ({ contents: listWaiting().length, shortened }),
    next() {
      if (place === 0) bare = [...bare, ...listWaiting()].sort(byStart);
      const part = bare.slice(place, place + STEPS_AT_ONCE);
      place += STEPS_AT_ONCE;
      return part.map((member) => JSON.stringify({ span: toSpan(member) } satisfies StepContent)).join(",");
    },
  };
}

/** The run itself, the model calls and actions that it counts, and the agents that it called: what others did is theirs to tell. */
function isTold({ span, mark, isCaller, otherAgent }: Member, { rootSpanId }: ShownRun): boolean {
  const kind = mark.kind ?? span.kind;
  if (otherAgent) return kind === "run";
  if (isCaller) return false;
  return (
    span.spanId === rootSpanId || mark.isPart === true || (mark.counted && (kind === "model_call" || kind === "action"))
  );
}

/** Finds the span that has the content of a step: its own, or the first of its details, which may tell what the step itself does not. */
function createContentSearch(members: readonly Member[]): (member: Member) => Member["span"] | undefined {
  const details = new Map<string, Member["span"]>();
  for (const { span, mark } of members) {
    if (mark.detailOf !== undefined && hasContent(span) && !details.has(mark.detailOf))
      details.set(mark.detailOf, span);
  }
  return ({ span }) => (hasContent(span) ? span : details.get(span.spanId));
}

/** The content of a span is stored when it has ended. */
function hasContent({ hasContent: isCaptured = false, logRecords, endedAt }: Member["span"]): boolean {
  return (isCaptured || listContentLogRecords(logRecords).length > 0) && endedAt !== undefined;
}

function byStart({ span: a }: Member, { span: b }: Member): number {
  return a.startedAt - b.startedAt || (a.spanId < b.spanId ? -1 : 1);
}
