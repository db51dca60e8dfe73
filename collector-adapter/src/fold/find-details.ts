import type { FoldSpan } from "./fold-span.ts";
import { linkDetail } from "./link-detail.ts";
import { matchSiblings } from "./match-siblings.ts";
import { matchStreams } from "./match-streams.ts";
import type { SpanNode, SpanTree } from "./span-node.ts";

/**
 * Finds the spans that tell of a call which another span tells of already: one directly below a call of its kind, and one
 * beside it from another instrumentation, and a piece of a call that tells how the call went. Sets `around` on the way. The outermost span is the call.
 */
export function findDetails({ nodes }: SpanTree): void {
  openLoops(nodes);
  for (const node of nodes) {
    node.around = findAround(node);
    const { around, span } = node;
    if (around !== undefined && (span.isPartOfParent === true || isSameCall(around, node))) linkDetail(node, around);
    // A library's span of a model call of ours, which is not among these spans or not a model call by its own word.
    else if (isCall(node) && node.span.isInModelCall === true) node.kind = "infrastructure";
  }
  const calls = nodes.filter((node) => isCall(node) && node.detailOf === undefined);
  matchStreams(calls);
  matchSiblings(calls.filter(({ detailOf }) => detailOf === undefined));
}

/** Whether the span is a call that more than one instrumentation may see. */
function isCall({ kind, run }: SpanNode): boolean {
  return run !== undefined && (kind === "model_call" || kind === "embedding" || kind === "action");
}

/** Nearest span around this one that is more than infrastructure, in the same run. */
function findAround({ parent, run }: SpanNode): SpanNode | undefined {
  if (parent === undefined || parent.run !== run) return undefined;
  return parent.kind === "infrastructure" ? parent.around : parent;
}

function isSameCall(outer: SpanNode, inner: SpanNode): boolean {
  if (!isCall(inner) || outer.kind !== inner.kind) return false;
  // Runline's instrumentation stands at the calls themselves: two spans of it are two calls.
  if (outer.span.convention === "runline" && inner.span.convention === "runline") return false;
  if (inner.kind !== "action") return true;
  return isSameTool((outer.detailOf ?? outer).span, inner.span);
}

/** Agents often put the name of its server before that of a tool of MCP, which the server itself does not do. */
function isSameTool(outer: FoldSpan, inner: FoldSpan): boolean {
  const name = inner.toolName;
  if (name === undefined || name === outer.toolName) return true;
  const { toolName = "" } = outer;
  return inner.convention === "mcp" && toolName.endsWith(name) && /[_.:/-]$/.test(toolName.slice(0, -name.length));
}

/**
 * A model span that holds several model calls and a tool, which may stand below the call that asked for it, is the loop around them,
 * whatever its name. From the leaves up, since a loop may hold another.
 */
function openLoops(nodes: readonly SpanNode[]): void {
  const calls = new Map<SpanNode, number>();
  const acting = new Set<SpanNode>();
  for (const node of nodes.toReversed()) {
    const { parent, run, span } = node;
    const inside = calls.get(node) ?? 0;
    const isLoop = node.kind === "model_call" && inside > 1 && acting.has(node) && span.convention !== "runline";
    if (isLoop) node.kind = "infrastructure";
    if (parent === undefined || parent.run !== run) continue;
    const added = node.kind === "model_call" ? 1 : node.kind === "infrastructure" ? inside : 0;
    if (added > 0) calls.set(parent, (calls.get(parent) ?? 0) + added);
    const isActing = acting.has(node) && (node.kind === "infrastructure" || node.kind === "model_call");
    if (node.kind === "action" || isActing) acting.add(parent);
  }
}
