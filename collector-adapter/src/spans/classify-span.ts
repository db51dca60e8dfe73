import { parseTraceMark, type SpanKind } from "@runline/contract";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import type { Convention, ConventionName } from "./conventions/convention.ts";
import { genAi, genAiWithoutOperation } from "./conventions/gen-ai.ts";
import { langfuse } from "./conventions/langfuse.ts";
import { langsmith } from "./conventions/langsmith.ts";
import { logfire } from "./conventions/logfire.ts";
import { mlflow } from "./conventions/mlflow.ts";
import { openinference } from "./conventions/openinference.ts";
import { runline } from "./conventions/runline.ts";
import { traceloop } from "./conventions/traceloop.ts";
import { vercelAi } from "./conventions/vercel-ai.ts";
import { createFactIndex, readFacts } from "./read-facts.ts";
import { readMessages } from "./read-messages.ts";
import type { SpanFacts } from "./span-facts.ts";

/** What a span is, which convention said so, and what it says in that convention or any other. */
export interface SpanClassification extends SpanFacts {
  kind: SpanKind;
  /** `none`: no convention knows the span, so it is an infrastructure span. */
  convention: ConventionName | "none";
  /** Attributes whose whole value is `input` or `output`. */
  contentAttributes: readonly string[];
}

/**
 * In the order in which they are asked. Spans often carry the marks of several; the more special one comes first, since
 * Langfuse, for one, keeps its own type and lets `gen_ai` say something coarser.
 */
const CONVENTIONS: readonly Convention[] = [
  runline,
  logfire,
  langfuse,
  openinference,
  genAi,
  traceloop,
  vercelAi,
  mlflow,
  langsmith,
  genAiWithoutOperation,
];

const FACT_INDEX = createFactIndex(CONVENTIONS);

const SHARED_FACTS = ["agentName", "conversationId", "userId"] as const;
const CONTENT_FACTS = ["input", "output"] as const;
const CALL_FACTS = ["model", "responseModel", "provider", "inputTokens", "outputTokens", "cost", "attempt"] as const;

/**
 * The facts read for each kind. Tokens and cost are for calls only: the spans around them repeat the sums, so that adding up all
 * spans of a run would count everything twice.
 */
const WANTED_FACTS: { readonly [kind in SpanKind]: ReadonlySet<keyof SpanFacts> } = {
  run: new Set([...SHARED_FACTS, ...CONTENT_FACTS]),
  plan: new Set([...SHARED_FACTS, ...CONTENT_FACTS]),
  action: new Set([...SHARED_FACTS, ...CONTENT_FACTS, "toolName", "toolCallId"]),
  model_call: new Set([...SHARED_FACTS, ...CONTENT_FACTS, ...CALL_FACTS, "timeToFirstChunkMs"]),
  embedding: new Set([...SHARED_FACTS, ...CONTENT_FACTS, ...CALL_FACTS, "memoryId"]),
  evaluator: new Set([...SHARED_FACTS, ...CONTENT_FACTS, "evaluatorName"]),
  composed_state: new Set([...SHARED_FACTS, ...CONTENT_FACTS]),
  context_provider: new Set([...SHARED_FACTS, ...CONTENT_FACTS, "contextProviderName"]),
  infrastructure: new Set(SHARED_FACTS),
};

/**
 * Says what a span stands for in the timeline and gathers what is known of it, whichever instrumentation wrote it.
 * It never throws: a value of an unexpected form is ignored.
 *
 * @example classifySpan(span) // { kind: "model_call", convention: "openinference", model: "gpt-4o-mini", inputTokens: 52, … }
 */
export function classifySpan(span: OtlpSpan): SpanClassification {
  const { kind, convention } = findKind(span);
  const wanted = WANTED_FACTS[kind];
  const { facts, contentAttributes } = readFacts(span, FACT_INDEX, wanted);
  const agentName = facts.agentName ?? convention?.agentNameOf?.(span);
  if (agentName !== undefined) facts.agentName = agentName;
  // Others write 0 for a model whose price they do not know; ours is the price of a model that is free.
  if (convention !== runline && facts.cost !== undefined && facts.cost <= 0) delete facts.cost;
  // Where a step has no attribute for its name, its name is the span's.
  if (kind === "action") facts.toolName ??= span.name;
  if (kind === "evaluator") facts.evaluatorName ??= span.name;
  if (wanted.has("input") && (facts.input === undefined || facts.output === undefined)) addMessages(facts, span);
  return { kind, convention: convention?.name ?? "none", contentAttributes, ...facts };
}

interface FoundKind {
  kind: SpanKind;
  convention: Convention | undefined;
}

const INFRASTRUCTURE: FoundKind = { kind: "infrastructure", convention: undefined };

function findKind(span: OtlpSpan): FoundKind {
  for (const convention of CONVENTIONS) {
    const kind = convention.kindOf(span);
    if (kind === undefined) continue;
    // A library's own span of a model call that we have: counted as one, it would be a second call, and a run of its own.
    const isDetail = convention !== runline && parseTraceMark(span.traceState).isInModelCall;
    return isDetail ? INFRASTRUCTURE : { kind, convention };
  }
  return INFRASTRUCTURE;
}

function addMessages(facts: SpanFacts, span: OtlpSpan): void {
  const { input, output } = readMessages(span);
  if (facts.input === undefined && input !== undefined) facts.input = input;
  if (facts.output === undefined && output !== undefined) facts.output = output;
}
