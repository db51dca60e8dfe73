import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { readConversation, type ContentMessage } from "@runline/contract";
import { afterAll, describe, expect, test, vi } from "vitest";
import { foldEntries, type FoldEntry } from "../src/fold/fold-entries.ts";
import { readRecords, type KeptSignal } from "../src/ingest/read-records.ts";
import type { LogBody, SpanRecord, StoredFacts } from "../src/records/span-record.ts";
import { listContentLogRecords, readLogRecordContent } from "../src/runs/log-record-content.ts";
import { parseFacts } from "../src/store/span-set.ts";

/** Recordings whose spans have no content, for their instrumentation writes it into log records. */
const RECORDINGS = [
  { corpus: "js-contrib-openai-express", file: "js-contrib-openai-express.json.gz", encoding: "json" },
  { corpus: "py-openai-v2", file: "py-openai-v2.pb.gz", encoding: "protobuf" },
] as const;

/** When they were recorded: what is older than 400 days is not taken. */
vi.useFakeTimers({ now: 1_795_517_920_000, toFake: ["Date"] });
afterAll(() => void vi.useRealTimers()); // the next file has this process

const QUESTIONS = ["What is the weather in Paris?", "Tell me a short story.", "What is my name?"];
const ANSWERS = ["It is 18 degrees and sunny in Paris.", "Once upon a time, a robot learned to sing."];

describe.each(RECORDINGS)("$corpus, spans and log records", ({ file, encoding }) => {
  const records = [
    ...readFile("traces", `foreign/${file}`, encoding),
    ...readFile("logs", `foreign-logs/${file}`, encoding),
  ];
  const { runs, spans, unseen } = foldEntries(records.map(({ facts }): FoldEntry<StoredFacts> => parseFacts(facts)));
  const bodies = new Map(
    records.flatMap(({ rows }) => rows.map(({ id, body }): [string, LogBody] => [id, JSON.parse(body)])),
  );
  const calls = spans
    .filter(({ kind }) => kind === "model_call")
    .map(({ logRecords, status }) => ({
      status,
      ...readLogRecordContent(
        listContentLogRecords(logRecords).map((logRecord) => ({
          logRecord,
          body: bodies.get(logRecord.logRecordId) ?? {},
        })),
      ),
    }));

  test("every log record names a span that is there", () => {
    expect([...unseen]).toEqual([]);
  });

  test("tell what was asked, in the words of a list", () => {
    expect(runs.map(({ message }) => message)).toEqual(expect.arrayContaining(QUESTIONS));
  });

  test("give each model call what it was asked, and each that was answered its answer", () => {
    for (const { input, output, status } of calls) {
      expect(toRoles(input)).toEqual(expect.arrayContaining(["system", "user"]));
      expect(toRoles(output)).toEqual(status === "error" ? [] : ["assistant"]);
    }
    const said = calls.flatMap(({ output }) => toTexts(output));
    expect(said).toEqual(expect.arrayContaining(ANSWERS));
  });

  test("tell what the model asked a tool, and what it answered, in their order", () => {
    const answered = calls.find(({ input }) => toRoles(input).includes("tool"));
    expect(toMessages(answered?.input).map(({ role, parts }) => [role, parts[0]?.type])).toEqual([
      ["system", "text"],
      ["user", "text"],
      ["assistant", "tool_call"],
      ["tool", "tool_result"],
    ]);
  });
});

function readFile(signal: KeptSignal, path: string, encoding: "json" | "protobuf"): SpanRecord[] {
  const body = gunzipSync(readFileSync(new URL(`fixtures/${path}`, import.meta.url)));
  const records: SpanRecord[] = [];
  const summary = readRecords({ signal, body, encoding }, (_place, record) => records.push(record));
  expect(summary).toMatchObject({ rejected: 0, truncated: 0, unread: [], outOfRange: 0 });
  return records;
}

const toMessages = (content: unknown): ContentMessage[] => readConversation(content) ?? [];
const toRoles = (content: unknown) => toMessages(content).map(({ role }) => role);
const toTexts = (content: unknown) =>
  toMessages(content).flatMap(({ parts }) => parts.flatMap((part) => (part.type === "text" ? part.content : [])));
