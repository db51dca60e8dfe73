import { randomUUID } from "node:crypto";
import * as words from "@runline/contract";
import { newSpanId, type TestAttributes, type TestSpan } from "./test-span.ts";

/** Places a span in its run: ms after the start of the run, the parent (default: the run), more attributes. */
export interface SpanOptions {
  from?: number;
  to?: number;
  parent?: TestSpan;
  error?: string;
  attributes?: TestAttributes;
}

interface RunOptions {
  agentId?: string;
  agentName?: string;
  roomId?: string;
  runId?: string;
  /** Trace and span that the run joins. Default: a trace of its own, whose id is the run's. */
  joins?: TestSpan;
  startedAt?: number;
}

/**
 * The spans of one run as `@runline/instrumentation` sends them. Ids are fresh, the start is a minute ago.
 *
 * @example
 * const run = createTestRun();
 * const plan = run.plan();
 * await ingest(url, [run.root(), plan, run.action("GET_WEATHER", { parent: plan })]);
 */
export function createTestRun(options: RunOptions = {}) {
  const runId = options.runId ?? randomUUID();
  const agentId = options.agentId ?? randomUUID();
  const roomId = options.roomId ?? randomUUID();
  const agentName = options.agentName ?? "Weather Guide";
  const startedAt = options.startedAt ?? Date.now() - 60_000;
  const entityId = randomUUID();
  const messageId = randomUUID();
  const traceId = options.joins?.traceId ?? runId.replaceAll("-", "");
  const shared = {
    [words.ATTR_AGENT_ID]: agentId,
    [words.ATTR_ROOM_ID]: roomId,
    [words.ATTR_ENTITY_ID]: entityId,
  };
  const rootSpanId = newSpanId();

  function span(name: string, place: SpanOptions, attributes: TestAttributes): TestSpan {
    const from = place.from ?? 10;
    return {
      traceId,
      spanId: newSpanId(),
      parentSpanId: place.parent?.spanId ?? rootSpanId,
      name,
      startedAt: startedAt + from,
      endedAt: startedAt + (place.to ?? from + 100),
      attributes: { ...attributes, ...place.attributes },
      error: place.error,
      resource: { [words.ATTR_SERVICE_NAME]: "weather-agent" },
    };
  }

  const step = (operation: string, attributes: TestAttributes): TestAttributes => ({
    [words.ATTR_GEN_AI_OPERATION_NAME]: operation,
    ...shared,
    [words.ATTR_RUN_ID]: runId,
    ...attributes,
  });

  return {
    runId,
    agentId,
    roomId,
    entityId,
    messageId,
    traceId,
    startedAt,

    root({ status, ...place }: SpanOptions & { status?: words.RunStatus } = {}): TestSpan {
      const attributes = step(words.OPERATION_RUN, {
        [words.ATTR_GEN_AI_AGENT_NAME]: agentName,
        [words.ATTR_MESSAGE_ID]: messageId,
        [words.ATTR_ENTITY_NAME]: "Ada",
        [words.ATTR_SOURCE]: "discord",
        ...(status !== undefined && { [words.ATTR_RUN_STATUS]: status }),
      });
      return {
        ...span(`invoke_agent ${agentName}`, { from: 0, to: 1000, ...place }, attributes),
        spanId: rootSpanId,
        parentSpanId: options.joins?.spanId,
        hasRemoteParent: options.joins !== undefined,
      };
    },
    plan(place: SpanOptions & { size?: number } = {}): TestSpan {
      const identity = { [words.ATTR_RUN_ID]: randomUUID(), [words.ATTR_PARENT_RUN_ID]: runId };
      return span("plan", place, step(words.OPERATION_PLAN, { [words.ATTR_PLAN_SIZE]: place.size ?? 1, ...identity }));
    },
    /** An action; with a plan as its parent, one of that plan. */
    action(name: string, place: SpanOptions = {}): TestSpan {
      const planRunId = place.parent?.attributes[words.ATTR_RUN_ID];
      const isPlanned = typeof planRunId === "string" && planRunId !== runId;
      return span(
        `execute_tool ${name}`,
        place,
        step(words.OPERATION_ACTION, {
          ...(isPlanned && { [words.ATTR_RUN_ID]: planRunId, [words.ATTR_PARENT_RUN_ID]: runId }),
          [words.ATTR_GEN_AI_TOOL_NAME]: name,
          [words.ATTR_GEN_AI_TOOL_CALL_ID]: randomUUID(),
          [words.ATTR_PLAN_STEP]: "1/1",
        }),
      );
    },
    modelCall(place: SpanOptions = {}): TestSpan {
      return span(
        "chat gpt-4o-mini",
        place,
        step(words.OPERATION_MODEL_CALL, {
          [words.ATTR_MODEL_TYPE]: "TEXT_LARGE",
          [words.ATTR_GEN_AI_PROVIDER_NAME]: "openai",
          [words.ATTR_GEN_AI_REQUEST_MODEL]: "gpt-4o-mini",
          [words.ATTR_GEN_AI_USAGE_INPUT_TOKENS]: 812,
          [words.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: 96,
        }),
      );
    },
    evaluator(place: SpanOptions = {}): TestSpan {
      return span(
        "evaluate REFLECTION",
        place,
        step(words.OPERATION_EVALUATOR, { [words.ATTR_EVALUATOR_NAME]: "REFLECTION" }),
      );
    },
    embedding(place: SpanOptions = {}): TestSpan {
      return span(
        "embeddings text-embedding-3-small",
        place,
        step(words.OPERATION_EMBEDDING, {
          [words.ATTR_MODEL_TYPE]: "TEXT_EMBEDDING",
          [words.ATTR_GEN_AI_REQUEST_MODEL]: "text-embedding-3-small",
          [words.ATTR_MEMORY_ID]: randomUUID(),
        }),
      );
    },
    composedState(place: SpanOptions = {}): TestSpan {
      return span(words.OPERATION_COMPOSED_STATE, place, step(words.OPERATION_COMPOSED_STATE, {}));
    },
    contextProvider(name: string, place: SpanOptions = {}): TestSpan {
      const attributes = { [words.ATTR_CONTEXT_PROVIDER_NAME]: name };
      return span(`provide ${name}`, place, step(words.OPERATION_CONTEXT_PROVIDER, attributes));
    },
    /** A span of another instrumentation in the same trace. */
    infrastructure(name: string, place: SpanOptions = {}): TestSpan {
      return span(name, place, {});
    },
  };
}

export type TestRun = ReturnType<typeof createTestRun>;
