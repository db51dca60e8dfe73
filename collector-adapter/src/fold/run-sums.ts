import { STEP_KINDS, type StepKind } from "@runline/contract";
import { factsOf, toCost } from "./fill-calls.ts";
import type { FilledFacts, FoldedCounts, FoldedRun } from "./fold-result.ts";
import { TOKEN_KINDS, type FoldTokens } from "./fold-span.ts";
import { toFailure, type RunOutcome } from "./run-outcome.ts";
import type { RunDraft, SpanNode } from "./span-node.ts";
import { byStart } from "./span-tree.ts";

/** A span that its run counts. */
export type CountedNode = SpanNode & { kind: StepKind };

const COUNTED: ReadonlySet<SpanNode["kind"]> = new Set(STEP_KINDS);

/** Whether the run counts the span: an action, call or evaluator, details of others left out. */
export function isCounted(node: SpanNode): node is CountedNode {
  return node.run !== undefined && node.detailOf === undefined && COUNTED.has(node.kind);
}

/** Counts what a run did. A run that failed has an error at least, though no step of it says so. */
export function toCounts(run: RunDraft, { failed: cause }: RunOutcome): FoldedCounts {
  const counted = run.members.filter(isCounted);
  const count = (kind: SpanNode["kind"]) => counted.filter((node) => node.kind === kind).length;
  const failed = [...counted, ...toAgentsInside(run)].filter((node) => toFailure(node) !== undefined).length;
  return {
    actions: count("action"),
    modelCalls: count("model_call"),
    embeddings: count("embedding"),
    evaluators: count("evaluator"),
    errors: Math.max(failed, cause === undefined ? 0 : 1),
    spans: run.members.length,
  };
}

/** Tokens, cost and models of the calls of a run; sums that the spans around calls repeat are left out. */
export function toUsage(run: RunDraft): Pick<FoldedRun, "tokens" | "cost" | "unpriced" | "models"> {
  const calls = run.members.filter(
    (node) => isCounted(node) && (node.kind === "model_call" || node.kind === "embedding"),
  );
  const tokens: FoldTokens = {};
  const models = new Set<string>();
  let usd: number | undefined;
  let unpriced = false;
  let estimated = false;
  const isEmbedding = ({ kind }: SpanNode) => Number(kind === "embedding");
  // Whoever asks for the model of a run means the one that answers.
  for (const call of calls.sort((a, b) => isEmbedding(a) - isEmbedding(b) || byStart(a, b))) {
    const facts = factsOf(call);
    const model = facts.model ?? facts.responseModel;
    if (model !== undefined) models.add(model);
    addTokens(tokens, facts.tokens ?? {});
    const cost = toCost(facts);
    if (cost.usd !== undefined) usd = (usd ?? 0) + cost.usd;
    unpriced ||= isUnpriced(call.kind, facts);
    estimated ||= cost.estimated;
  }
  const cost = usd === undefined ? undefined : { usd, atLeast: unpriced, ...(estimated && { estimated }) };
  return { tokens, unpriced, models: [...models], ...(cost && { cost }) };
}

/**
 * Whether the cost of a call is missing from a sum. Embeddings cost too little to make one uncertain, and a call that failed mostly
 * nothing.
 */
export function isUnpriced(kind: SpanNode["kind"], facts: FilledFacts): boolean {
  return kind === "model_call" && facts.tokens !== undefined && toCost(facts).usd === undefined;
}

/** The name of an action that the run counts. */
export function toActionName(node: SpanNode): string | undefined {
  return node.kind === "action" && isCounted(node) ? (node.span.toolName ?? node.span.label) : undefined;
}

function addTokens(sum: FoldTokens, tokens: FoldTokens): void {
  for (const kind of TOKEN_KINDS) {
    const value = tokens[kind];
    if (value !== undefined) sum[kind] = (sum[kind] ?? 0) + value;
  }
}

/**
 * Agents inside the run, each once: those of a team and sub-agents, without the one that is the run, and without a second span of
 * an agent directly below the first, which has its name or none.
 */
function toAgentsInside({ root, parts, agents, members }: RunDraft): SpanNode[] {
  const isRun = new Set([root, ...parts, ...(agents.length === 1 ? agents : [])]);
  const inside = members.filter((node) => node.isAgent && !isRun.has(node));
  const directly = new Map<SpanNode, number>();
  for (const { around } of inside) if (around !== undefined) directly.set(around, (directly.get(around) ?? 0) + 1);
  return inside.filter(({ around, span }) => {
    if (around === undefined || around.kind !== "run") return true;
    const isSame = span.agentName === undefined || around.span.agentName === span.agentName;
    return !isSame && !(around.span.agentName === undefined && directly.get(around) === 1);
  });
}
