import type { Session } from "../database/database.ts";
import { exportSpans } from "../spans/export-spans.ts";
import { listRowPlaces } from "../sql/list-log-rows.ts";
import { listSpanRowsAt } from "../sql/list-span-rows.ts";
import type { FoundRun } from "./read-run.ts";
import { takePlaces } from "./take-places.ts";

/** Bytes of rows that are read at once. */
const BYTES_AT_ONCE = 512 * 1024;

/**
 * A run as one request of OTLP/JSON, piece by piece: what has ended of its spans, with what is above and below it in its trace, without
 * log records. A Runline that gets it at `POST /v1/traces` shows the run as its ended spans tell of it.
 *
 * @param signal - aborted when nobody listens any more
 */
export async function* exportRun(session: Session, { folds }: FoundRun, signal: AbortSignal): AsyncGenerator<string> {
  let separator = '{"resourceSpans":[';
  for await (const places of listRowPlaces(session, [...folds.own, ...folds.around])) {
    for (let at = 0; at < places.length;) {
      signal.throwIfAborted();
      const part = takePlaces(places, at, BYTES_AT_ONCE);
      at += part.length;
      for (const resourceSpans of exportSpans(await listSpanRowsAt(session, part))) {
        yield `${separator}${JSON.stringify(resourceSpans)}`;
        separator = ",\n";
      }
    }
  }
  yield separator === ",\n" ? "]}\n" : `${separator}]}\n`;
}
