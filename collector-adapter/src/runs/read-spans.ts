import { SILENT_AFTER_MS, type SpansLine } from "@runline/contract";
import type { FoldsOfAnswer, ReadDesk, Reading } from "./read-desk.ts";
import { formatSpansCursor, parseSpansCursor, toFoldsState } from "./spans-cursor.ts";
import type { SpansOf } from "./spans-job.ts";

/** How spans are to be told. */
export interface SpansForm {
  /** `lines` as they are read, `json` as one object. */
  form: "lines" | "json";
  /** Cursor of the answer before. */
  after?: string | undefined;
  /** Aborted when nobody listens any more. */
  signal: AbortSignal;
}

/**
 * Reads the spans of a waterfall and gives the text of the answer, part by part.
 *
 * @throws ApiError `UNAVAILABLE`, before the first part, when too many large runs are being read
 */
export function readSpans(
  desk: ReadDesk,
  of: SpansOf,
  folds: FoldsOfAnswer,
  { form, after, signal }: SpansForm,
): AsyncIterable<string> {
  const state = toFoldsState([...folds.own, ...folds.around]);
  const before = after === undefined ? undefined : parseSpansCursor(after);
  if (after !== undefined && before?.state === state && !before.hasOpen) {
    return toAsync([toLine({ isWhole: false }), toLine({ cursor: after, ...toCut(before.omitted) })]);
  }
  const reading = desk.begin(folds, signal);
  return form === "lines"
    ? readLines(reading, { of, after: before?.answer, isEarly: reading.isLarge && isOfOne(of, folds) }, state)
    : readJson(reading, of);
}

interface LinesQuestion {
  of: SpansOf;
  after: string | undefined;
  isEarly: boolean;
}

async function* readLines(reading: Reading, question: LinesQuestion, state: string): AsyncGenerator<string> {
  try {
    const isKnown = await reading.step("openSpans", question);
    yield toLine({ total: reading.total, isWhole: !isKnown });
    let hasOpen = false;
    for await (const page of reading.pages()) {
      hasOpen ||= page.some(({ silentMs }) => silentMs !== null && silentMs <= SILENT_AFTER_MS);
      const spans = await reading.step("addFacts", page);
      if (spans !== "") yield toSpansLine(spans);
    }
    const { answer, gone } = await reading.step("foldSpans", undefined);
    if (gone.length > 0) yield toLine({ gone });
    yield* readParts(reading, toSpansLine);
    const omitted = reading.omitted();
    yield toLine({ cursor: formatSpansCursor({ state, hasOpen, omitted, answer }), ...toCut(omitted) });
  } finally {
    reading.close();
  }
}

async function* readJson(reading: Reading, of: SpansOf): AsyncGenerator<string> {
  try {
    await reading.step("openSpans", { of, isEarly: false });
    for await (const page of reading.pages()) await reading.step("addFacts", page);
    await reading.step("foldSpans", undefined);
    yield '{"spans":[';
    yield* readParts(reading, (spans, index) => (index === 0 ? spans : `,${spans}`));
    const { cut } = toCut(reading.omitted());
    yield cut ? `],"cut":${JSON.stringify(cut)}}` : "]}";
  } finally {
    reading.close();
  }
}

/** What the job has left to tell, part by part. */
export async function* readParts(
  reading: Reading,
  format: (part: string, index: number) => string,
): AsyncGenerator<string> {
  for (let index = 0; ; index++) {
    const part = await reading.step("next", undefined);
    if (part === "") return;
    yield format(part, index);
  }
}

/** Whether all spans are those asked for: what is told of them early is then not taken back. */
function isOfOne(of: SpansOf, { own, around }: FoldsOfAnswer): boolean {
  return "traceId" in of || (own.length === 1 && around.length === 0 && own[0]?.runs.length === 1);
}

function toCut(omitted: number): Pick<SpansLine, "cut"> {
  return omitted > 0 ? { cut: { spans: omitted } } : {};
}

function toSpansLine(spans: string): string {
  return `{"spans":[${spans}]}\n`;
}

function toLine(line: SpansLine): string {
  return `${JSON.stringify(line)}\n`;
}

async function* toAsync(parts: readonly string[]): AsyncGenerator<string> {
  yield* parts;
}
