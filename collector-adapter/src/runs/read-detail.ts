import type { EventsCut, RunSummary } from "@runline/contract";
import { toRowId } from "../spans/row-id.ts";
import { listEventRows, listRowPlaces, type RowPlace } from "../sql/list-log-rows.ts";
import { listEndedSpans } from "../sql/list-spans-of-id.ts";
import type { RunRow } from "../sql/run-columns.ts";
import type { FoldedEvents } from "./events-job.ts";
import type { FoldsOfAnswer, ReadDesk, Reading } from "./read-desk.ts";
import { readParts } from "./read-spans.ts";
import { toRunSummary } from "./to-run-summary.ts";

/** Content of one event, in bytes, and of all together: beyond, events are told without theirs. */
const MAX_CONTENT_BYTES = 1_280 * 1024;
const MAX_ALL_CONTENT_BYTES = 16 * 1024 * 1024;
/** Rows that are read at once, and their bytes: short enough that whoever else asks the database waits for a moment only. */
const ROWS_AT_ONCE = 500;
const BYTES_AT_ONCE = 1024 * 1024;
/** Bodies without content are made by the database, which reads the whole of them for that. */
const BARE_BYTES_AT_ONCE = 8 * 1024 * 1024;

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
    const reader = createRowReader(folded);
    for await (const page of listRowPlaces(desk.session, all)) {
      for (const { places, form } of reader.toParts(page)) {
        signal.throwIfAborted();
        await reading.step("addRows", await listEventRows(desk.session, places, form));
      }
    }
    await reading.step("finishEvents", await readError(desk, folds, folded));
    yield `{"summary":${JSON.stringify(summary)},"events":[`;
    yield* readParts(reading, (events, index) => (index === 0 ? events : `,${events}`));
    const cut: EventsCut = { spans: reading.omitted(), contents: reader.contents() };
    yield cut.spans + cut.contents === 0 ? "]}" : `],"cut":${JSON.stringify(cut)}}`;
  } finally {
    reading.close();
  }
}

interface RowPart {
  places: RowPlace[];
  form: "whole" | "bare";
}

/** Puts the rows of the events into parts that are read at once, those without their content that have too much of it. */
function createRowReader({ rowIds }: FoldedEvents) {
  const wanted = new Set(rowIds);
  let bytesLeft = MAX_ALL_CONTENT_BYTES;
  let contents = 0;
  return {
    /** Events that are told without their content. */
    contents: () => contents,
    toParts(places: readonly RowPlace[]): RowPart[] {
      const parts: RowPart[] = [];
      const last = { whole: { bytes: Infinity, part: undefined }, bare: { bytes: Infinity, part: undefined } } as {
        [form in RowPart["form"]]: { bytes: number; part: RowPart | undefined };
      };
      for (const place of places) {
        if (!wanted.has(place.id)) continue;
        const isWhole = place.bytes <= Math.min(MAX_CONTENT_BYTES, bytesLeft);
        const form = isWhole ? "whole" : "bare";
        if (isWhole) bytesLeft -= place.bytes;
        else contents += 1;
        const open = last[form];
        const limit = isWhole ? BYTES_AT_ONCE : BARE_BYTES_AT_ONCE;
        if (open.part === undefined || open.bytes + place.bytes > limit || open.part.places.length >= ROWS_AT_ONCE) {
          open.part = { places: [], form };
          open.bytes = 0;
          parts.push(open.part);
        }
        open.part.places.push(place);
        open.bytes += place.bytes;
      }
      return parts;
    },
  };
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
