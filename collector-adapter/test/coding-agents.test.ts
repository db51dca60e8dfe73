import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { afterAll, describe, expect, test, vi } from "vitest";
import { foldEntries } from "../src/fold/fold-entries.ts";
import { readRecords } from "../src/ingest/read-records.ts";
import type { SpanRecord } from "../src/records/span-record.ts";
import { parseFacts } from "../src/store/span-set.ts";

/**
 * Recordings of Claude Code 2.1.197, Codex 0.171 and Gemini CLI 0.61, made with a stand-in for the model that always asks for the same
 * commands. Left out is what says nothing of a run, such as the machine's name and long prompts of the system.
 */
const FILES = [
  "claude-code-logs",
  "claude-code-traces",
  "claude-code-beside-traces",
  "codex-logs",
  "gemini-cli-logs",
  "gemini-cli-traces",
] as const;
type File = (typeof FILES)[number];

vi.useFakeTimers({ now: 1_796_072_000_000, toFake: ["Date"] });
afterAll(() => void vi.useRealTimers()); // the next file has this process

const CALL = { input: 4312, cachedInput: 4000, cacheWriteInput: 300 };
const USD = 0.00461;
const times = (count: number, tokens: Record<string, number>) =>
  Object.fromEntries(Object.entries(tokens).map(([kind, value]) => [kind, count * value]));

describe("Claude Code", () => {
  test("with log records alone: a session is a conversation, each of its prompts a run", () => {
    const { runs, spans } = fold(["claude-code-logs"]);
    const session = new Set(runs.map(({ conversationId }) => conversationId));
    expect(session.size).toBe(1);
    expect(runs.map(({ name, message, status }) => [name, message, status])).toEqual([
      ["claude-code", "Read the notes", "completed"],
      ["claude-code", "refuse everything", "error"],
      ["claude-code", "delegate counting the lines", "completed"],
    ]);
    const [read, refused, delegated] = runs;
    expect(read).toMatchObject({ counts: { modelCalls: 3, actions: 2, errors: 1 }, tokens: times(3, CALL) });
    expect(read?.cost?.usd).toBeCloseTo(3 * USD, 10);
    expect(refused?.cause).toMatchObject({ message: "The request was refused" });
    expect(delegated).toMatchObject({ counts: { modelCalls: 4, actions: 2, errors: 0 }, actions: ["Agent", "Bash"] });
    expect(delegated?.agents).toEqual(["claude-code", "general-purpose"]);
    expect(spans.find(({ toolName }) => toolName === "Bash")?.detail).toBe('command: "cat notes.txt"');
  });

  test("with spans: what waits for a person is not work, and log records beside them bring the cost", () => {
    const [alone] = fold(["claude-code-traces"]).runs;
    expect(alone).toMatchObject({ message: "Read the notes", counts: { modelCalls: 3, actions: 2, errors: 1 } });
    expect(alone).not.toHaveProperty("cost");
    const { runs, spans } = fold(["claude-code-traces", "claude-code-beside-traces"]);
    const [both, delegated] = runs;
    expect(both).toMatchObject({ counts: { modelCalls: 3, actions: 2, errors: 1 }, tokens: alone?.tokens });
    expect(both?.cost).toMatchObject({ usd: expect.closeTo(3 * USD, 10), atLeast: false });
    expect(both?.time.toolMs).toBeCloseTo(alone?.time.toolMs ?? 0, 0);
    expect(delegated).toMatchObject({ counts: { modelCalls: 4, actions: 2 }, actions: ["Agent", "Bash"] });
    expect(spans.filter(({ isWait }) => isWait)).toHaveLength(4);
  });
});

test("Codex: calls begin where the model was asked, though only their ends are told", () => {
  const { runs, spans } = fold(["codex-logs"]);
  expect(runs).toMatchObject([
    {
      name: "codex",
      message: "Read the notes",
      status: "completed",
      counts: { modelCalls: 3, actions: 2, errors: 0 },
      tokens: times(3, { input: 4312, cachedInput: 4000, output: 57, reasoning: 30 }),
      models: ["gpt-5.4"],
      actions: ["exec_command"],
    },
  ]);
  const calls = spans.filter(({ kind }) => kind === "model_call");
  expect(calls.map(({ startedAt, endedAt = 0 }) => endedAt - startedAt > 200)).toEqual([true, true, true]);
});

describe("Gemini CLI", () => {
  const tokens = times(3, { input: 4312, cachedInput: 4000, output: 57, reasoning: 30 });

  test.each<{ title: string; files: File[] }>([
    { title: "with log records", files: ["gemini-cli-logs"] },
    { title: "and with spans, each of which is a trace of its own", files: ["gemini-cli-logs", "gemini-cli-traces"] },
  ])("$title: a prompt is a run", ({ files }) => {
    const { runs } = fold(files);
    expect(runs).toMatchObject([
      { name: "gemini-cli", message: "Read the notes", counts: { modelCalls: 3, actions: 2 }, tokens },
      {
        name: "gemini-cli",
        message: "refuse everything",
        status: "error",
        cause: { message: "The request was refused" },
      },
    ]);
  });
});

test.each(FILES)("%s: the same runs in any order, split and repetition", (file) => {
  const bodies = split(file);
  const places = bodies.map((_, place) => place);
  const whole = foldBodies(file, bodies);
  const arrival = fc.record({
    order: fc.shuffledSubarray(places, { minLength: places.length }),
    again: fc.shuffledSubarray(places),
  });
  fc.assert(
    fc.property(arrival, ({ order, again }) => {
      const sent = [...order, ...again].flatMap((place) => bodies[place] ?? []);
      expect(foldBodies(file, sent)).toEqual(whole);
    }),
    { numRuns: 8 },
  );
});

/** The runs of some recordings together, by their start. */
function fold(files: readonly File[]) {
  return foldRecords(files.flatMap((file) => readBody(file, readFile(file))));
}

function foldBodies(file: File, bodies: readonly Buffer[]) {
  return foldRecords(bodies.flatMap((body) => readBody(file, body)));
}

/** As the store does: each span once, in its latest version, and each trace by itself. */
function foldRecords(records: readonly SpanRecord[]) {
  const latest = new Map<string, SpanRecord>();
  for (const record of records) {
    const before = latest.get(record.spanKey);
    if (before === undefined || before.version < record.version) latest.set(record.spanKey, record);
  }
  const traces = new Map<string, SpanRecord[]>();
  for (const record of latest.values()) traces.set(record.foldKey, [...(traces.get(record.foldKey) ?? []), record]);
  const folded = [...traces.values()].map((each) => foldEntries(each.map(({ facts }) => parseFacts(facts))));
  return {
    runs: folded.flatMap(({ runs }) => runs).toSorted((a, b) => a.startedAt - b.startedAt),
    spans: folded
      .flatMap(({ spans }) => spans)
      .toSorted((a, b) => a.startedAt - b.startedAt || (a.spanId < b.spanId ? -1 : 1)),
  };
}

function readBody(file: File, body: Buffer): SpanRecord[] {
  const records: SpanRecord[] = [];
  const signal = file.endsWith("-logs") || file.endsWith("-beside-traces") ? "logs" : "traces";
  const summary = readRecords({ signal, body, encoding: "json" }, (_place, record) => records.push(record));
  expect(summary).toMatchObject({ rejected: 0, truncated: 0, unread: [], outOfRange: 0 });
  return records;
}

function readFile(file: File): Buffer {
  return gunzipSync(readFileSync(new URL(`fixtures/coding-agents/${file}.json.gz`, import.meta.url)));
}

interface Scope {
  spans?: unknown[];
  logRecords?: unknown[];
}
type Body = Record<string, { resource: unknown; scopeSpans?: Scope[]; scopeLogs?: Scope[] }[]>;

/** A body for each span or log record. */
function split(file: File): Buffer[] {
  const body: Body = JSON.parse(readFile(file).toString());
  return Object.entries(body).flatMap(([list, resources]) =>
    resources.flatMap((resource) =>
      (["scopeSpans", "scopeLogs"] as const).flatMap((scopes) =>
        (resource[scopes] ?? []).flatMap((scope) =>
          (["spans", "logRecords"] as const).flatMap((items) =>
            (scope[items] ?? []).map((item) =>
              Buffer.from(
                JSON.stringify({
                  [list]: [{ resource: resource.resource, [scopes]: [{ ...scope, [items]: [item] }] }],
                }),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
