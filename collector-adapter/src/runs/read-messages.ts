import type { MessagesLine } from "@runline/contract";
import type { Session } from "../database/database.ts";
import type { FoldPlace } from "../sql/fold-columns.ts";
import { listRowPlaces, listRowsAt, type EventRow } from "../sql/list-log-rows.ts";
import type { ReadDesk, Reading } from "./read-desk.ts";
import type { FoundRun } from "./read-run.ts";
import { readParts } from "./read-spans.ts";
import { takePlaces } from "./take-places.ts";

/** Bytes of rows that are read for one answer: most of it are prompts that repeat, and are told once. */
const MAX_READ_BYTES = 64 * 1024 * 1024;
/** Bytes of the rows that are read at once: of prompts that compress well, four times as many are looked through. */
const BYTES_AT_ONCE = 256 * 1024;

/**
 * Reads what was said in the steps of a run and gives the lines of the answer.
 *
 * @param signal - aborted when nobody listens any more
 * @throws ApiError `UNAVAILABLE`, before the first line, when too many large runs are being read
 */
export function readMessages(desk: ReadDesk, found: FoundRun, signal: AbortSignal): AsyncIterable<string> {
  return read(desk, desk.begin(found.folds, signal), found, signal);
}

async function* read(
  desk: ReadDesk,
  reading: Reading,
  { run, folds }: FoundRun,
  signal: AbortSignal,
): AsyncGenerator<string> {
  try {
    const { agentId, runId, rootSpanId } = run;
    await reading.step("openMessages", { agentId, runId, rootSpanId });
    for await (const page of reading.pages()) await reading.step("addFacts", page);
    const rowIds = await reading.step("foldMessages", undefined);
    for await (const rows of readRows(desk.session, [...folds.own, ...folds.around], rowIds)) {
      signal.throwIfAborted();
      const { steps, isFull } = await reading.step("tellMessages", rows);
      if (steps !== "") yield toStepsLine(steps);
      if (isFull) break;
    }
    const cut = { spans: reading.omitted(), ...(await reading.step("cutMessages", undefined)) };
    yield* readParts(reading, toStepsLine);
    const isCut = cut.spans + cut.contents + cut.shortened > 0;
    yield toLine({ isEnd: true, ...(isCut && { cut }) });
  } finally {
    reading.close();
  }
}

/** The rows of these ids, the first to start coming first, as far as they may be read. */
async function* readRows(
  session: Session,
  folds: readonly FoldPlace[],
  rowIds: readonly string[],
): AsyncGenerator<EventRow[]> {
  const wanted = new Set(rowIds);
  let bytesLeft = MAX_READ_BYTES;
  for await (const page of listRowPlaces(session, folds)) {
    const places = page.filter(({ id }) => wanted.has(id));
    for (let at = 0; at < places.length;) {
      const part = takePlaces(places, at, BYTES_AT_ONCE);
      for (const { bytes } of part) bytesLeft -= bytes;
      if (bytesLeft < 0) return;
      at += part.length;
      const rows = new Map((await listRowsAt(session, part, "contents")).map((row) => [row.id, row]));
      yield part.flatMap(({ id }) => rows.get(id) ?? []);
    }
  }
}

function toStepsLine(steps: string): string {
  return `{"steps":[${steps}]}\n`;
}

function toLine(line: MessagesLine): string {
  return `${JSON.stringify(line)}\n`;
}
