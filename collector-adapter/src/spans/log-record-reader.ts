import { hash } from "node:crypto";
import type { OtlpLogRecord } from "../otlp/otlp-log-record.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { toUuidV5 } from "../uuid.ts";
import { CONVENTIONS } from "./conventions/conventions.ts";
import type { NotePlace } from "./to-note-record.ts";

const READERS = CONVENTIONS.flatMap((convention) => convention.spansOf?.bind(convention) ?? []);

/** The spans that a log record stands for, in the words of the first convention that knows the record; `undefined` when none does. */
export function findSpansOf(record: OtlpLogRecord): readonly OtlpSpan[] | undefined {
  for (const read of READERS) {
    const spans = read(record);
    if (spans !== undefined) return spans;
  }
  return undefined;
}

/**
 * Names the log records of one request. Records have no ids: the same record, sent again, has the same name, and two that are alike in
 * one request have two. Records of one moment of a span stand in the order of the request, which no clock tells.
 */
export class NotePlaces {
  readonly #places = new Map<string, number>();

  take(record: OtlpLogRecord): NotePlace {
    const { traceId, spanId, timestamp, name, severity, severityText, body, attributes, scopeName } = record;
    const moment = [traceId, spanId, timestamp].join("/");
    const text = JSON.stringify([moment, name, severity, severityText, body, attributes, scopeName]);
    const digest = hash("sha1", text, "base64url");
    return { noteId: toUuidV5(`${digest}/${this.#count(digest)}`), place: this.#count(moment) };
  }

  /** How many of the kind came before. */
  #count(kind: string): number {
    const before = this.#places.get(kind) ?? 0;
    this.#places.set(kind, before + 1);
    return before;
  }
}
