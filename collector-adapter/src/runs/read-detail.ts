import type { EventsCut, RunSummary } from "@runline/contract";
import { toRowId } from "../spans/row-id.ts";
import { listEndedSpans } from "../sql/list-spans-of-id.ts";
import type { RunRow } from "../sql/run-columns.ts";
import type { FoldedEvents } from "./events-job.ts";
import type { FoldsOfAnswer, ReadDesk, Reading } from "./read-desk.ts";
import { createEventRowReader } from "./read-event-rows.ts";
import { readParts } from "./read-spans.ts";
import { toRunSummary } from "./to-run-summary.ts";

/**
 * Reads a run with its events and gives the JSON of the answer, part by part.
 *
 * @param signal - aborted when nobody listens any more
 * @throws ApiError `UNAVAILABLE`, before the first part, when too many large runs are being read
 */
export function readDetail(
  desk: ReadDesk,
  run: RunRow,
  folds: FoldsOfAnswer,
  signal: AbortSignal,
): AsyncIterable<string> {
  return read(desk, desk.begin(folds, signal), { run, folds, signal });
}

interface DetailQuestion {
  run: RunRow;
  folds: FoldsOfAnswer;
  signal: AbortSignal;
}

async function* read(desk: ReadDesk, reading: Reading, { run, folds, signal }: DetailQuestion): AsyncGenerator<string> {
  const all = [...folds.own, ...folds.around];
  const summary: RunSummary = toRunSummary(run);
  try {
    await reading.step("openEvents", { run, summary });
    for await (const page of reading.pages()) await reading.step("addFacts", page);
    const folded = await reading.step("foldEvents", undefined);
    const reader = createEventRowReader(desk.session, all);
    for await (const rows of reader.read(folded.eventsOfRows)) {
      signal.throwIfAborted();
      await reading.step("addRows", rows);
    }
    await reading.step("finishEvents", await readError(desk, folds, folded));
    yield `{"summary":${JSON.stringify(summary)},"events":[`;
    yield* readParts(reading, (events, index) => (index === 0 ? events : `,${events}`));
    const cut: EventsCut = { spans: reading.omitted(), ...reader.cut() };
    yield cut.spans + cut.contents + cut.shortened === 0 ? "]}" : `],"cut":${JSON.stringify(cut)}}`;
  } finally {
    reading.close();
  }
}

/** The whole of a long error that failed the run. */
async function readError(
  desk: ReadDesk,
  { own, around }: FoldsOfAnswer,
  { errorSpan }: FoldedEvents,
): Promise<string | undefined> {
  if (errorSpan === undefined) return undefined;
  const rowId = toRowId(errorSpan.traceId, errorSpan.spanId, "end");
  const [row] = await listEndedSpans(desk.session, [...own, ...around], [rowId]);
  return row?.facts.error;
}
