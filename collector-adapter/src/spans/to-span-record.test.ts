import * as words from "@runline/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSpan } from "../otlp/create-span.ts";
import type { Attributes, AttributeValue } from "../otlp/otlp-span.ts";
import type { LogBody, LogRow } from "../records/span-record.ts";
import { CONVENTIONS } from "./conventions/conventions.ts";
import type { ContentSource } from "./conventions/fact-rule.ts";
import { toSpanRecord } from "./to-span-record.ts";

const RUN_ID = "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";
const PLAN_ID = "1b4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";
const ACTION_ID = "2c4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";
const MESSAGE_ID = "3d4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";
const ROOM_ID = "4e4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";
const ENTITY_ID = "5f4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";
const MEMORY_ID = "6a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";
const STARTED_AT = 1_795_393_454_513.25;

function toRows(operation: string, attributes: Attributes): LogRow[] {
  const span = {
    ...createSpan({}),
    traceId: RUN_ID.replaceAll("-", ""),
    spanId: "b7ad6b7169203331",
    name: operation,
    startedAt: STARTED_AT,
    endedAt: STARTED_AT + 100.5,
    attributes: {
      [words.ATTR_GEN_AI_OPERATION_NAME]: operation,
      [words.ATTR_RUN_ID]: RUN_ID,
      [words.ATTR_MESSAGE_ID]: MESSAGE_ID,
      [words.ATTR_ROOM_ID]: ROOM_ID,
      [words.ATTR_ENTITY_ID]: ENTITY_ID,
      ...attributes,
    },
  };
  return toSpanRecord(span).rows;
}

/** Type, time and body of each row, without the span. */
function read(rows: readonly LogRow[]): [string, number, unknown][] {
  return rows.map(({ type, createdAt, body }) => {
    const { span: _span, ...rest }: LogBody = JSON.parse(body);
    return [type, createdAt, rest];
  });
}

describe("rows with elizaOS's types, times and fields", () => {
  test("are made of a run", () => {
    const rows = toRows(words.OPERATION_RUN, {
      [words.ATTR_SOURCE]: "discord",
      [words.ATTR_RUN_STATUS]: "completed",
      [words.ATTR_RUN_OUTCOME]: "muted",
    });
    const start = {
      runId: RUN_ID,
      status: "started",
      messageId: MESSAGE_ID,
      roomId: ROOM_ID,
      entityId: ENTITY_ID,
      startTime: Math.floor(STARTED_AT),
      source: "discord",
    };
    const endTime = Math.floor(STARTED_AT + 100.5);
    expect(read(rows)).toEqual([
      ["run_event", STARTED_AT, start],
      ["run_event", STARTED_AT + 100.5, { ...start, status: "completed", endTime, duration: 100.5, outcome: "muted" }],
    ]);
  });

  test("are made of an action", () => {
    const rows = toRows(words.OPERATION_ACTION, {
      [words.ATTR_RUN_ID]: PLAN_ID,
      [words.ATTR_PARENT_RUN_ID]: RUN_ID,
      [words.ATTR_GEN_AI_TOOL_NAME]: "GET_WEATHER",
      [words.ATTR_GEN_AI_TOOL_CALL_ID]: ACTION_ID,
      [words.ATTR_PLAN_STEP]: "1/2",
      [words.ATTR_ACTION_SUCCESS]: true,
      [words.ATTR_GEN_AI_TOOL_CALL_RESULT]: '{"text":"rain"}',
    });
    const ids = { runId: PLAN_ID, parentRunId: RUN_ID, actionId: ACTION_ID, planStep: "1/2" };
    expect(read(rows)).toEqual([
      [
        "action_event",
        STARTED_AT,
        {
          ...ids,
          actionName: "GET_WEATHER",
          messageId: ACTION_ID,
          roomId: ROOM_ID,
          timestamp: Math.floor(STARTED_AT),
          source: "actionHandler",
        },
      ],
      [
        "action",
        STARTED_AT + 100.5,
        {
          ...ids,
          action: "GET_WEATHER",
          messageId: MESSAGE_ID,
          success: true,
          duration: 100.5,
          result: '{"text":"rain"}',
        },
      ],
    ]);
  });

  test("are made of a model call", () => {
    const rows = toRows(words.OPERATION_MODEL_CALL, {
      [words.ATTR_MODEL_TYPE]: "TEXT_LARGE",
      [words.ATTR_MODEL_ATTEMPT]: 2,
      [words.ATTR_GEN_AI_PROVIDER_NAME]: "openai",
      [words.ATTR_GEN_AI_REQUEST_MODEL]: "gpt-4o-mini",
      [words.ATTR_GEN_AI_USAGE_INPUT_TOKENS]: 812,
      [words.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: 96,
      [words.ATTR_GEN_AI_USAGE_COST]: 0.00185,
      [words.ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]: 0.25,
      [words.ATTR_ACTION_ID]: ACTION_ID,
      [words.ATTR_ACTION_NAME]: "GET_WEATHER",
      [words.ATTR_ATTRIBUTION]: "low",
    });
    expect(read(rows)).toEqual([
      [
        "useModel:TEXT_LARGE",
        STARTED_AT + 100.5,
        {
          runId: RUN_ID,
          modelType: "TEXT_LARGE",
          modelKey: "TEXT_LARGE",
          provider: "openai",
          model: "gpt-4o-mini",
          timestamp: Math.floor(STARTED_AT + 100.5),
          executionTime: 100.5,
          timeToFirstChunk: 250,
          inputTokens: 812,
          outputTokens: 96,
          cost: 0.00185,
          attempt: 2,
          attribution: "low",
          actionContext: { actionName: "GET_WEATHER", actionId: ACTION_ID },
        },
      ],
    ]);
    expect(JSON.parse(rows[0]?.facts ?? "")).toMatchObject({ attribution: "low" });
  });

  test("are made of an evaluator", () => {
    const rows = toRows(words.OPERATION_EVALUATOR, { [words.ATTR_EVALUATOR_NAME]: "REFLECTION" });
    const body = { runId: RUN_ID, evaluator: "REFLECTION", messageId: MESSAGE_ID, success: true, duration: 100.5 };
    expect(read(rows)).toEqual([["evaluator", STARTED_AT + 100.5, body]]);
  });

  test("are made of an embedding, a failed one too", () => {
    const attributes = { [words.ATTR_MEMORY_ID]: MEMORY_ID, [words.ATTR_ACTION_SUCCESS]: false };
    const rows = toRows(words.OPERATION_EMBEDDING, { ...attributes, [words.ATTR_ERROR_TYPE]: "RateLimitError" });
    const body = {
      runId: RUN_ID,
      memoryId: MEMORY_ID,
      status: "failed",
      duration: 100.5,
      error: "RateLimitError",
      source: "embeddingService",
    };
    expect(read(rows)).toEqual([["embedding_event", STARTED_AT + 100.5, body]]);
  });

  test("are spans for state and a provider, which elizaOS has no rows for, and keep what went in and out", () => {
    const messages = '[{"role":"assistant","parts":[{"type":"text","content":"# Recent messages"}]}]';
    const output = { [words.ATTR_GEN_AI_OUTPUT_MESSAGES]: messages };
    for (const operation of [words.OPERATION_COMPOSED_STATE, words.OPERATION_CONTEXT_PROVIDER]) {
      expect(read(toRows(operation, output))).toEqual([
        ["span", STARTED_AT + 100.5, { runId: RUN_ID, output: messages }],
      ]);
    }
  });
});

const KNOWN_NAMES = [
  ...CONVENTIONS.flatMap(({ facts }) => facts.flatMap(({ sources }) => sources.map(({ attribute }) => attribute))),
  ...CONVENTIONS.flatMap(({ content }) => content.flatMap(({ sources }) => sources.flatMap(toNames))),
  "openinference.span.kind",
  "langfuse.observation.type",
  "ai.operationId",
  "mlflow.spanType",
  "spring.ai.kind",
];
const KNOWN_WORDS = [
  "chat",
  "execute_tool",
  "invoke_agent",
  "LLM",
  "TOOL",
  "AGENT",
  "CHAIN",
  "generation",
  "tool",
  "run",
];

/** Any JSON, mostly under names and with words that somebody reads. */
const VALUE = fc.oneof(
  fc.constantFrom(...KNOWN_WORDS),
  fc.json({ maxDepth: 4 }).map((json): AttributeValue => JSON.parse(json)),
  fc.json(),
  fc.constant<AttributeValue>({
    toString: 1,
    valueOf: null,
    role: {},
    parts: {},
    messages: [[]],
    id: [{ toString: 1 }],
  }),
);
const ATTRIBUTES = fc.dictionary(fc.oneof(fc.constantFrom(...KNOWN_NAMES), fc.string()), VALUE, { maxKeys: 12 });

test("whatever a span says makes a record that can be stored", () => {
  fc.assert(
    fc.property(ATTRIBUTES, ATTRIBUTES, fc.constantFrom(...KNOWN_WORDS), (attributes, eventAttributes, name) => {
      const events = [{ name: "gen_ai.choice", timestamp: 1, attributes: eventAttributes }];
      const span = { ...createSpan({}), name, events, attributes, endedAt: 2 };
      const { rows } = toSpanRecord({ ...span, traceId: "0".repeat(31) + "1", spanId: "b7ad6b7169203331" });
      expect(JSON.parse(JSON.stringify(rows))).toHaveLength(rows.length);
    }),
    { numRuns: 2000 },
  );
});

function toNames(source: ContentSource): string[] {
  if (typeof source === "string") return [source];
  if ("prefix" in source) return [`${source.prefix}0.role`, `${source.prefix}0.message.content`];
  return "members" in source ? Object.values(source.members) : [];
}
