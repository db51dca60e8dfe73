import {
  ATTR_AGENT_ID,
  ATTR_ENTITY_ID,
  ATTR_ENTITY_NAME,
  ATTR_EVALUATOR_NAME,
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_MESSAGE_ID,
  ATTR_MODEL_ATTEMPT,
  ATTR_PARENT_RUN_ID,
  ATTR_PLAN_SIZE,
  ATTR_CONTEXT_PROVIDER_NAME,
  ATTR_ROOM_ID,
  ATTR_RUN_ID,
  ATTR_RUN_STATUS,
  ATTR_SOURCE,
  OPERATION_EMBEDDING,
  OPERATION_EVALUATOR,
  OPERATION_PLAN,
  OPERATION_CONTEXT_PROVIDER,
  OPERATION_RUN,
  OPERATION_COMPOSED_STATE,
  type RunStatus,
} from "@runline/contract";
import { createSampleSteps } from "./sample-steps.ts";
import { toUuid } from "./to-uuid.ts";

/** A span as the scenarios write it: times in ms from the beginning of the run, `endMs` missing while it is open. */
export interface SampleSpan {
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
  const { model, action } = createSampleSteps({ inRun, inPlan, at, seed, answer });
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
