import { expect, it, beforeAll, describe } from "vitest";
import { openDatabase, type DatabaseOptions } from "../../collector-adapter/src/database/open-database.ts";
import { openAdapter } from "../../test-support/open-adapter.ts";
import { holdConversation, type Findings } from "./conversation.ts";
import type { Line, LoggedRow } from "./start-agent.ts";

/** Said one after the other, so that elizaOS's own rows name the right run and action as well. */
const LINES: Line[] = [
  { says: "Hello.", plan: "REPLY", answer: "Good day." },
  { says: "Table and ticket, please.", plan: "REPLY,BOOK_TABLE,OPEN_TICKET", answer: "Both." },
  { says: "One table.", plan: "BOOK_TABLE" },
  { says: "Do it as ever.", plan: "RETURN_NOTHING,RETURN_FALSE" },
  { says: "A free drink?", plan: "REPLY,CHECK_QUOTA", answer: "I will look." },
  { says: "And the stars?", plan: "REPLY", modelError: "the model answered 429" },
  { says: "Mumble.", plan: "REPLY", garbled: 1, answer: "Clearly." },
  { says: "A story!", plan: "REPLY", streamed: true, answer: "Once upon a time. ".repeat(9) },
  { says: "Step by step.", plan: "REPLY", steps: ["BOOK_TABLE", "OPEN_TICKET"], answer: "All done." },
  { says: "Never mind me.", plan: "REPLY", embeddingFailures: 4 },
  { says: "Be quick.", plan: "WAIT_AT_GATE", timeoutMs: 300 },
  // Last: elizaOS files the model calls of all later runs under an action that has thrown.
  { says: "Charge my card.", plan: "REPLY,CHARGE_CARD", answer: "One moment." },
];

/** How far a time or duration of ours may be off elizaOS's, which looks at the clock a moment before or after us. */
const CLOCK_MS = 100;

/** Which fields of a body are equal, which are times or durations that differ by the clock, and why all others differ. */
interface Comparison {
  equal: string[];
  close?: string[];
  /** elizaOS's alone, or another value: why. */
  differs?: Record<string, string>;
  /** Ours alone: why. */
  added?: Record<string, string>;
}

const CONTENT = "content is off unless it is asked for";
const SPAN = "the rest of the span";
const OURS = "elizaOS does not know";

const COMPARISONS: Record<string, Comparison> = {
  "run_event started": {
    equal: ["runId", "status", "messageId", "roomId", "entityId"],
    close: ["startTime"],
    differs: { source: "elizaOS has who announced it (messageHandler), ours where the message came from" },
  },
  "run_event ended": {
    equal: ["runId", "messageId", "roomId", "entityId", "error"],
    close: ["startTime", "endTime", "duration"],
    differs: {
      source: "as above",
      status: "elizaOS says completed of a run that failed; compared by a test of its own",
    },
    added: { outcome: OURS, span: SPAN },
  },
  action_event: {
    equal: ["runId", "actionId", "actionName", "roomId", "messageId", "source"],
    differs: {
      timestamp: "elizaOS announces the action and writes this row before the action begins, which ours tells",
    },
    added: { parentRunId: OURS, planStep: OURS },
  },
  action: {
    equal: ["action", "actionId", "runId", "parentRunId", "messageId", "planStep"],
    differs: {
      message: CONTENT,
      responses: CONTENT,
      prompts: CONTENT,
      result: `${CONTENT}; elizaOS's is null unless it is of the old form`,
      planThought: CONTENT,
      promptCount: "the action's model calls are rows of their own",
      isLegacyReturn: "how an action returns is no matter of the log",
    },
    added: { success: OURS, duration: OURS, error: OURS, span: SPAN },
  },
  useModel: {
    equal: ["modelType", "modelKey", "runId", "provider", "actionContext"],
    close: ["timestamp", "executionTime"],
    differs: { params: CONTENT, prompt: CONTENT, systemPrompt: CONTENT, response: CONTENT },
    added: {
      model: OURS,
      inputTokens: OURS,
      outputTokens: OURS,
      timeToFirstChunk: OURS,
      attempt: OURS,
      span: SPAN,
    },
  },
  evaluator: {
    equal: ["evaluator", "messageId", "runId"],
    differs: { message: CONTENT },
    added: { success: OURS, duration: OURS, span: SPAN },
  },
  "embedding_event completed": {
    equal: ["runId", "memoryId", "status", "source"],
    close: ["duration"],
    added: { provider: OURS, model: OURS, inputTokens: OURS, span: SPAN },
  },
  "embedding_event failed": {
    equal: ["runId", "memoryId", "status", "source", "error"],
    added: { duration: OURS, provider: OURS, model: OURS, span: SPAN },
  },
};

let findings: Findings;
let theirs: LoggedRow[];
let ours: LoggedRow[];

beforeAll(async () => {
  const adapter = await openAdapter();
  try {
    findings = await holdConversation(adapter, {}, async (agent) => {
      for (const line of LINES) {
        await agent.say(`room for ${line.says}`, line);
        if (line.timeoutMs !== undefined) await agent.waitAtGate(1); // the run may be over before its action has begun
        await agent.openGate();
        await agent.truth(); // its embedding is written before the next message comes
      }
      theirs = await agent.logs();
    });
    ours = await readRows(adapter.stored.options);
  } finally {
    await adapter.stop();
  }
});

describe("our log rows are elizaOS's", () => {
  it.each(Object.entries(COMPARISONS))("%s", (kind, comparison) => {
    const [expected, found] = [theirs, ours].map((rows) => listComparable(rows, kind));
    expect(expected?.length).toBeGreaterThan(0);
    expect(found?.map(({ body }) => pick(body, comparison.equal))).toEqual(
      expected?.map(({ body }) => pick(body, comparison.equal)),
    );
    expect(found?.map(({ room_id: roomId }) => roomId)).toEqual(expected?.map(({ room_id: roomId }) => roomId));

    const far = (expected ?? []).flatMap(({ body }, index) =>
      (comparison.close ?? []).flatMap((field) => {
        const pair = [body[field], found?.[index]?.body[field]];
        return Math.abs(Number(pair[0]) - Number(pair[1])) <= CLOCK_MS ? [] : [{ field, pair }];
      }),
    );
    expect(far).toEqual([]);
  });

  it.each(Object.entries(COMPARISONS))("and %s has no field that nobody thought of", (kind, comparison) => {
    const { equal, close = [], differs = {}, added = {} } = comparison;
    const fieldsOf = (rows: LoggedRow[]) =>
      new Set(listComparable(rows, kind).flatMap(({ body }) => Object.keys(body)));
    const known = [...equal, ...close, ...Object.keys(differs)];
    expect([...fieldsOf(theirs)].filter((field) => !known.includes(field))).toEqual([]);
    expect([...fieldsOf(ours)].filter((field) => ![...known, ...Object.keys(added)].includes(field))).toEqual([]);
  });

  it("the sender is the entity of runs, actions and evaluators; elizaOS has the agent in all other rows, ours the sender", () => {
    for (const kind of ["run_event started", "run_event ended", "action", "evaluator"]) {
      const [expected, found] = [theirs, ours].map((rows) => listComparable(rows, kind).map((row) => row.entity_id));
      expect(expected?.length).toBeGreaterThan(0);
      expect(found).toEqual(expected);
    }
    const senders = new Set(findings.runs.map(({ entityId }) => entityId));
    const others = ["action_event", "useModel", "embedding_event completed"];
    for (const kind of others) {
      expect(new Set(listComparable(theirs, kind).map((row) => row.entity_id))).toEqual(new Set([findings.agentId]));
      const found = listComparable(ours, kind).map((row) => row.entity_id ?? "nobody");
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter((id) => !senders.has(id))).toEqual([]);
    }
  });

  it("the status is elizaOS's where that is true, and tells failures, which it calls completed", () => {
    const statuses = (rows: LoggedRow[]) => listComparable(rows, "run_event ended").map(({ body }) => body["status"]);
    const expected = listComparable(theirs, "run_event ended").map(({ body }) =>
      body["status"] === "completed" && body["error"] !== undefined ? "error" : body["status"],
    );
    expect(statuses(ours)).toEqual(expected);
    expect(new Set(expected)).toEqual(new Set(["completed", "error", "timeout"]));
  });

  it("what elizaOS does not log at all is there: actions that throw, model calls that fail", () => {
    const thrown = ours.filter(({ type, body }) => type === "action" && body["action"] === "CHARGE_CARD");
    expect(thrown.map(({ body }) => body["error"])).toEqual(["CHARGE_CARD failed: the payment provider answered 503"]);
    const failed = ours.filter(({ type, body }) => type.startsWith("useModel:") && body["error"] !== undefined);
    expect(failed.map(({ body }) => body["error"])).toEqual(["the model answered 429"]);
    expect(theirs.filter(({ body }) => body["action"] === "CHARGE_CARD")).toEqual([]);
  });
});

async function readRows(options: DatabaseOptions): Promise<LoggedRow[]> {
  const database = await openDatabase(options);
  try {
    return await database.query<LoggedRow>({
      text: "select type, entity_id, room_id, body from logs order by created_at",
    });
  } finally {
    await database.close();
  }
}

/** The rows of one kind that both sides should have, in the order of their runs and times; evaluators, which run at once, by their names. */
function listComparable(rows: LoggedRow[], kind: string): LoggedRow[] {
  const order = findings.runs.map(({ runId }) => runId);
  return rows
    .filter((row) => toKind(row) === kind && !isLoggedByOneSide(row))
    .map((row, index) => ({ row, run: order.indexOf(toRunId(row)), index }))
    .sort((a, b) => a.run - b.run || toEvaluator(a.row).localeCompare(toEvaluator(b.row)) || a.index - b.index)
    .map(({ row }) => row);
}

function toEvaluator({ body: { evaluator } }: LoggedRow): string {
  return typeof evaluator === "string" ? evaluator : "";
}

function toRunId({ body }: LoggedRow): string {
  return String(body["parentRunId"] ?? body["runId"]);
}

function toKind({ type, body }: LoggedRow): string {
  if (type === "run_event") return `run_event ${body["status"] === "started" ? "started" : "ended"}`;
  if (type === "embedding_event") return `embedding_event ${String(body["status"])}`;
  return type.startsWith("useModel:") ? "useModel" : type;
}

function isLoggedByOneSide({ type, body }: LoggedRow): boolean {
  // elizaOS logs an embedding of its queue twice, as a model call as well.
  if (type === "useModel:TEXT_EMBEDDING") return true;
  // Ours, of the test of the model's dimension while the agent starts, which was done for no memory.
  if (type === "embedding_event" && body["memoryId"] === undefined) return true;
  // elizaOS reports the end of a run that has timed out once more when its work is done.
  const isSecondEnd =
    type === "run_event" &&
    body["status"] === "completed" &&
    findings.runs.some(({ runId, reports }) => runId === body["runId"] && reports[0]?.status === "timeout");
  const isThrownAction = type === "action" && body["action"] === "CHARGE_CARD";
  const isFailedCall = type.startsWith("useModel:") && body["error"] !== undefined;
  return isSecondEnd || isThrownAction || isFailedCall;
}

function pick(body: Record<string, unknown>, fields: string[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, body[field]]));
}
