import { createHash } from "node:crypto";
import {
  ATTR_AGENT_ID,
  ATTR_ATTRIBUTION,
  ATTR_ENTITY_ID,
  ATTR_ENTITY_NAME,
  ATTR_EVALUATOR_NAME,
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_ID,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_GEN_AI_USAGE_COST,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_IMPORTED,
  ATTR_MESSAGE_ID,
  ATTR_MODEL_ATTEMPT,
  ATTR_MODEL_TYPE,
  ATTR_PARENT_RUN_ID,
  ATTR_PLAN_SIZE,
  ATTR_PLAN_STEP,
  ATTR_CONTEXT_PROVIDER_NAME,
  ATTR_ROOM_ID,
  ATTR_RUN_ID,
  ATTR_RUN_STATUS,
  ATTR_SOURCE,
  ATTR_SPAN_PENDING,
  OPERATION_ACTION,
  OPERATION_EMBEDDING,
  OPERATION_EVALUATOR,
  OPERATION_MODEL_CALL,
  OPERATION_PLAN,
  OPERATION_CONTEXT_PROVIDER,
  OPERATION_RUN,
  OPERATION_COMPOSED_STATE,
  type RunStatus,
} from "@runline/contract";

/** A span as the scenarios write it: times in ms from the beginning of the run, `endMs` missing while it is open. */
interface SampleSpan {
  name: string;
  parent?: string;
  startMs: number;
  endMs?: number;
  error?: string;
  attributes: Record<string, string | number | boolean>;
}

/** A run to send. The same `seed` gives the same ids. */
export interface SampleRun {
  runId: string;
  traceId: string;
  startedAt: number;
  /** By their key, which `parent` refers to. */
  spans: Record<string, SampleSpan>;
}

/** What a run is made from. */
export interface SampleRunOptions {
  seed: string;
  /** ms since the epoch. */
  startedAt: number;
  status: RunStatus;
  /** @defaultValue that of SAMPLE_AGENT */
  agentId?: string;
  /** Makes everything so many times longer. @defaultValue 1 */
  pace?: number;
  /** Answer of the model; by default harmless. */
  answer?: string;
}

export const SAMPLE_AGENT = { id: toUuid("agent harbour guide"), name: "Harbour Guide" };

const PEOPLE = ["Ada", "Grace", "Linus"] as const;
const MODEL = "gpt-4o-mini";
/** US dollars for a token read and a token written. */
const PRICES = { input: 0.15e-6, output: 0.6e-6 };
export const CONTEXT_PROVIDERS = [
  "TIME",
  "ENTITIES",
  "CHARACTER",
  "RECENT_MESSAGES",
  "ACTIONS",
  "PROVIDERS",
  "ATTACHMENTS",
  "CAPABILITIES",
  "FACTS",
  "RELATIONSHIPS",
  "ROLES",
  "WORLD",
];

/** A UUID that depends on nothing but the text. */
export function toUuid(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * One message handled by the sample agent: it embeds the message, composes a state, thinks, carries out a plan of three
 * actions, one of them over HTTP and SQL, replies, at the second attempt, and evaluates itself. The status decides how it goes on: with `error` the second action fails,
 * with `timeout` the reply never ends, with `started` the second action is still going on.
 */
export function createSampleRun({
  seed,
  startedAt,
  status,
  agentId = SAMPLE_AGENT.id,
  pace = 1,
  answer = "Sunny, 24 °C.",
}: SampleRunOptions): SampleRun {
  const runId = toUuid(`run ${seed}`);
  const planId = toUuid(`plan ${seed}`);
  const person = PEOPLE[Number.parseInt(runId.slice(0, 2), 16) % PEOPLE.length] ?? "Ada";
  const jitter = 0.7 + (Number.parseInt(runId.slice(2, 4), 16) / 255) * 0.9;
  const at = (ms: number) => ms * jitter * pace;
  const common = {
    [ATTR_AGENT_ID]: agentId,
    [ATTR_GEN_AI_AGENT_NAME]: SAMPLE_AGENT.name,
    [ATTR_ROOM_ID]: toUuid(`room ${person}`),
    [ATTR_MESSAGE_ID]: toUuid(`message ${seed}`),
  };
  const inRun = { ...common, [ATTR_RUN_ID]: runId };
  const inPlan = { ...common, [ATTR_RUN_ID]: planId, [ATTR_PARENT_RUN_ID]: runId };
  const model = (parent: string, startMs: number, endMs: number, tokens: number): SampleSpan => ({
    name: `chat ${MODEL}`,
    parent,
    startMs: at(startMs),
    endMs: at(endMs),
    attributes: {
      ...(parent === "run" ? inRun : inPlan),
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_MODEL_CALL,
      [ATTR_MODEL_TYPE]: "TEXT_LARGE",
      [ATTR_GEN_AI_PROVIDER_NAME]: "openai",
      [ATTR_GEN_AI_REQUEST_MODEL]: MODEL,
      [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: tokens,
      [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: Math.round(tokens / 9),
      [ATTR_GEN_AI_USAGE_COST]: tokens * PRICES.input + Math.round(tokens / 9) * PRICES.output,
      [ATTR_GEN_AI_INPUT_MESSAGES]: JSON.stringify([
        { role: "system", parts: [{ type: "text", content: "You are a guide to the harbour. Be brief." }] },
        { role: "user", parts: [{ type: "text", content: "Is the terrace open tonight? Book a table for two." }] },
      ]),
      [ATTR_GEN_AI_OUTPUT_MESSAGES]: JSON.stringify([
        { role: "assistant", parts: [{ type: "text", content: answer }] },
      ]),
    },
  });
  const action = (name: string, step: number, startMs: number, endMs: number): SampleSpan => ({
    name: `${OPERATION_ACTION} ${name}`,
    parent: "plan",
    startMs: at(startMs),
    endMs: at(endMs),
    attributes: {
      ...inPlan,
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_ACTION,
      [ATTR_GEN_AI_TOOL_NAME]: name,
      [ATTR_GEN_AI_TOOL_CALL_ID]: toUuid(`action ${name} ${seed}`),
      [ATTR_PLAN_STEP]: `${step}/3`,
      [ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: JSON.stringify({ place: "harbour", people: 2 }),
    },
  });
  const spans: Record<string, SampleSpan> = {
    run: {
      name: `${OPERATION_RUN} ${SAMPLE_AGENT.name}`,
      startMs: 0,
      endMs: at(2_640),
      attributes: {
        ...inRun,
        [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_RUN,
        [ATTR_ENTITY_ID]: toUuid(person),
        [ATTR_ENTITY_NAME]: person,
        [ATTR_SOURCE]: person === "Linus" ? "telegram" : "discord",
        [ATTR_RUN_STATUS]: status,
      },
    },
    embedding: {
      name: "embeddings text-embedding-3-small",
      parent: "run",
      startMs: at(5),
      endMs: at(88),
      attributes: {
        ...inRun,
        [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_EMBEDDING,
        [ATTR_GEN_AI_REQUEST_MODEL]: "text-embedding-3-small",
      },
    },
    state: {
      name: OPERATION_COMPOSED_STATE,
      parent: "run",
      startMs: at(8),
      endMs: at(64),
      attributes: { ...inRun, [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_COMPOSED_STATE },
    },
    thought: model("run", 66, 480, 812),
    plan: {
      name: OPERATION_PLAN,
      parent: "run",
      startMs: at(490),
      endMs: at(2_400),
      attributes: { ...inPlan, [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_PLAN, [ATTR_PLAN_SIZE]: 3 },
    },
    weather: action("GET_WEATHER", 1, 500, 1_150),
    forecast: {
      name: "GET",
      parent: "weather",
      startMs: at(510),
      endMs: at(720),
      attributes: {
        "http.request.method": "GET",
        "url.full": "https://api.example.com/forecast",
        "http.response.status_code": 200,
      },
    },
    cache: {
      name: "INSERT forecast_cache",
      parent: "weather",
      startMs: at(722),
      endMs: at(731),
      attributes: { "db.system.name": "postgresql", "db.query.text": "insert into forecast_cache values ($1, $2)" },
    },
    summary: model("weather", 740, 1_140, 540),
    table: action("BOOK_TABLE", 2, 1_160, 1_420),
    booking: {
      name: "POST",
      parent: "table",
      startMs: at(1_170),
      endMs: at(1_410),
      attributes: { "http.request.method": "POST", "url.full": "https://tables.example.com/bookings" },
    },
    reply: action("REPLY", 3, 1_430, 2_390),
    draft: model("reply", 1_440, 1_900, 934),
    answer: model("reply", 1_905, 2_380, 934),
    reflection: {
      name: `${OPERATION_EVALUATOR} REFLECTION`,
      parent: "run",
      startMs: at(2_410),
      endMs: at(2_620),
      attributes: { ...inRun, [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_EVALUATOR, [ATTR_EVALUATOR_NAME]: "REFLECTION" },
    },
  };
  for (const [index, name] of CONTEXT_PROVIDERS.entries()) {
    spans[`context provider ${name}`] = {
      name: `${OPERATION_CONTEXT_PROVIDER} ${name}`,
      parent: "state",
      startMs: at(9 + index / 10),
      endMs: at(14 + ((index * 37) % 49)),
      attributes: {
        ...inRun,
        [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_CONTEXT_PROVIDER,
        [ATTR_CONTEXT_PROVIDER_NAME]: name,
      },
    };
  }
  if (spans["answer"]) spans["answer"].attributes[ATTR_MODEL_ATTEMPT] = 2;
  applyStatus(spans, status, at);
  return { runId, traceId: runId.replaceAll("-", ""), startedAt, spans };
}

function applyStatus(spans: Record<string, SampleSpan>, status: RunStatus, at: (ms: number) => number): void {
  const { run, table, booking, reply, answer } = spans;
  if (!run || !table || !booking || !reply || !answer) return;
  if (status === "error") {
    booking.error = "connect ECONNREFUSED 203.0.113.7:443";
    table.error = "No table was booked: the restaurant's service refused the connection (ECONNREFUSED)";
    run.error = table.error;
  }
  if (status === "timeout") {
    for (const span of [reply, answer]) span.attributes["error.type"] = "timeout";
    reply.error = "REPLY took longer than the 2 s it may";
    run.error = "The run took longer than it may";
  }
  if (status === "started") {
    for (const [key, span] of Object.entries(spans)) {
      if (span.startMs > at(1_200)) Reflect.deleteProperty(spans, key);
      else if ((span.endMs ?? 0) > at(1_200)) delete span.endMs;
    }
    delete run.attributes[ATTR_RUN_STATUS];
  }
}

/** The run as an import makes it of logs that have no run events and name the run of a model call only by its time. */
export function toImported(run: SampleRun): SampleRun {
  const spans: Record<string, SampleSpan> = {};
  for (const [key, { parent, ...span }] of Object.entries(run.spans)) {
    const kind = span.attributes[ATTR_GEN_AI_OPERATION_NAME];
    if (
      kind === undefined ||
      kind === OPERATION_RUN ||
      kind === OPERATION_COMPOSED_STATE ||
      kind === OPERATION_CONTEXT_PROVIDER
    )
      continue;
    const isCertain = kind !== OPERATION_MODEL_CALL && kind !== OPERATION_EMBEDDING;
    spans[key] = {
      ...span,
      ...(parent !== undefined && parent !== "run" && { parent }),
      attributes: { ...span.attributes, [ATTR_IMPORTED]: true, ...(!isCertain && { [ATTR_ATTRIBUTION]: "low" }) },
    };
  }
  return { ...run, spans };
}

/** The spans of runs as OTLP/JSON; open ones as the snapshots that a live agent sends. */
function toOtlpJson(runs: readonly SampleRun[]): unknown {
  const spans = runs.flatMap((run) =>
    Object.entries(run.spans).map(([key, span]) => {
      const attributes = span.endMs === undefined ? { ...span.attributes, [ATTR_SPAN_PENDING]: true } : span.attributes;
      return {
        traceId: run.traceId,
        spanId: toSpanId(run, key),
        ...(span.parent === undefined ? {} : { parentSpanId: toSpanId(run, span.parent) }),
        name: span.name,
        kind: 1,
        startTimeUnixNano: toNanos(run.startedAt + span.startMs),
        endTimeUnixNano: span.endMs === undefined ? "0" : toNanos(run.startedAt + span.endMs),
        attributes: toOtlpAttributes(attributes),
        status: span.error === undefined ? {} : { code: 2, message: span.error },
      };
    }),
  );
  const resource = { attributes: toOtlpAttributes({ "service.name": "harbour-guide" }) };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "sample" }, spans }] }] };
}

/** Id of a span of a sample run. */
export function toSpanId(run: SampleRun, key: string): string {
  return createHash("sha256").update(`${run.runId} ${key}`).digest("hex").slice(0, 16);
}

/** Sends runs and waits until they are stored. */
export async function sendRuns(url: string, runs: readonly SampleRun[], token?: string): Promise<void> {
  const response = await fetch(`${url}/v1/traces`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(toOtlpJson(runs)),
  });
  const text = await response.text();
  if (!response.ok || text.includes("errorMessage"))
    throw new Error(`Runline did not take the sample runs: ${response.status} ${text}`);
}

function toNanos(ms: number): string {
  return `${Math.round(ms * 1_000)}000`;
}

function toOtlpAttributes(attributes: SampleSpan["attributes"]): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === "string"
        ? { stringValue: value }
        : typeof value === "boolean"
          ? { boolValue: value }
          : Number.isInteger(value)
            ? { intValue: String(value) }
            : { doubleValue: value },
  }));
}
