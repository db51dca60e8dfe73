import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as v from "valibot";
import type { FoldSpan } from "../../src/fold/fold-span.ts";
import { decodeTraceRequest } from "../../src/otlp/decode-request.ts";
import type { OtlpSpan } from "../../src/otlp/otlp-span.ts";
import { toMeantSpans } from "../../src/spans/to-meant-spans.ts";
import { toSpanRecord } from "../../src/spans/to-span-record.ts";

const FOLDER = new URL("../fixtures/foreign/", import.meta.url);
const FILES = readdirSync(FOLDER);

/** Whose spans a corpus has, and what wrote them: a program that was recorded, else a page or source that they were made after. */
const Corpus = v.object({ family: v.string(), by: v.optional(v.string()), after: v.optional(v.string()) });
export type Corpus = v.InferOutput<typeof Corpus>;

/** The corpora of instrumentations of others, by the names of their files. */
export const CORPORA: ReadonlyMap<string, Corpus> = new Map(
  Object.entries(v.parse(v.record(v.string(), Corpus), readJson("corpora.json"))),
);

/** A JSON file beside the corpora. */
export function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
}

/** The spans of a corpus. A file holds all requests of its recording as one. */
export function readCorpus(name: string): OtlpSpan[] {
  const file = FILES.find((each) => each.startsWith(`${name}.`));
  if (file === undefined) throw new Error(`There is no corpus ${name}.`);
  const bytes = readFileSync(new URL(file, FOLDER));
  const body = file.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  return [...decodeTraceRequest(body, file.includes(".json") ? "json" : "protobuf").spans];
}

/** The facts of a corpus, trace by trace. */
export function readTraces(name: string): FoldSpan[][] {
  const traces = new Map<string, FoldSpan[]>();
  for (const span of readCorpus(name).flatMap(toMeantSpans)) {
    const facts: FoldSpan = JSON.parse(toSpanRecord(span).facts);
    const trace = traces.get(span.traceId);
    if (trace === undefined) traces.set(span.traceId, [facts]);
    else trace.push(facts);
  }
  return [...traces.values()];
}
