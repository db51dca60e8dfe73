import type { FoldSpan, FoldTokens } from "./fold-span.ts";
import { linkDetail } from "./link-detail.ts";
import type { SpanNode } from "./span-node.ts";
import { byStart } from "./span-tree.ts";

/** Two instrumentations take their times at most so far apart: ms, and part of the longer span. */
const APART_MS = 50;
const APART_PART = 0.1;
/** Of two spans of one call, each lies within the other for more than this part of the shorter. */
const SHARED_PART = 0.5;
/** Calls that are compared with one; more that begin within the same moment are taken as they are. */
const MAX_COMPARED = 64;

/**
 * Finds spans of one call beside each other: those with the same id at the same time, and those of two instrumentations
 * with the same model or tool at nearly the same times. Each span is matched with one of each other instrumentation, so that
 * calls made side by side stay as many as they are. The one that started first is the call.
 */
export function matchSiblings(calls: readonly SpanNode[]): void {
  const beside = new Map<string, Map<object, SpanNode[]>>();
  const called = new Map<object, Map<string, SpanNode[]>>();
  for (const call of calls.toSorted(byStart)) {
    const { kind, run, around } = call;
    if (run === undefined) continue;
    add(beside, kind, around ?? run, call);
    const id = toCallId(call);
    if (id !== undefined) add(called, run, `${kind} ${id}`, call);
  }
  for (const groups of called.values()) for (const group of groups.values()) matchGroup(group, hasSameId);
  for (const groups of beside.values()) {
    for (const group of groups.values()) if (hasSeveralScopes(group)) matchGroup(group, isSeenTwice);
  }
}

function add<Outer, Inner>(
  groups: Map<Outer, Map<Inner, SpanNode[]>>,
  outer: Outer,
  inner: Inner,
  call: SpanNode,
): void {
  const within = groups.get(outer) ?? new Map<Inner, SpanNode[]>();
  groups.set(outer, within);
  const group = within.get(inner);
  if (group === undefined) within.set(inner, [call]);
  else group.push(call);
}

function hasSeveralScopes(calls: readonly SpanNode[]): boolean {
  return calls.some(({ span }) => span.scope !== calls[0]?.span.scope);
}

function matchGroup(calls: readonly SpanNode[], isSame: (a: SpanNode, b: SpanNode) => boolean): void {
  const scopes = new Map<SpanNode, Set<string | undefined>>();
  for (const [index, call] of calls.entries()) {
    if (call.detailOf !== undefined) continue;
    let nearest: SpanNode | undefined;
    for (let at = Math.max(0, index - MAX_COMPARED); at < index; at += 1) {
      const other = calls[at];
      if (
        other === undefined ||
        other.detailOf !== undefined ||
        scopes.get(other)?.has(call.span.scope) ||
        !isSame(other, call)
      )
        continue;
      if (nearest === undefined || toDistance(other, call) < toDistance(nearest, call)) nearest = other;
    }
    if (nearest === undefined) continue;
    linkDetail(call, nearest);
    scopes.set(nearest, (scopes.get(nearest) ?? new Set()).add(call.span.scope));
  }
}

/** What names a call for every instrumentation that sees it: the id of the response, for a tool that of the call. */
function toCallId({ kind, span }: SpanNode): string | undefined {
  if (kind !== "action") return span.responseId;
  return span.toolCallId === undefined ? undefined : `${span.toolCallId} ${span.toolName}`;
}

/**
 * Within one instrumentation an id alone proves nothing: some servers give the same to every answer, and models number their tool
 * calls anew in each.
 */
function hasSameId(a: SpanNode, b: SpanNode): boolean {
  if (a.kind !== "action" && a.span.scope !== b.span.scope) return true;
  if (toShared(a, b) <= 0) return false;
  if (a.span.scope !== b.span.scope) return true;
  return a.kind !== "action" && isAtSameTime(a, b) && hasAlikeTokens(a.span.tokens, b.span.tokens);
}

function isSeenTwice(a: SpanNode, b: SpanNode): boolean {
  if (a.span.scope === b.span.scope || !isAlike(a.span.responseId, b.span.responseId)) return false;
  if (a.kind === "action" ? a.span.toolName !== b.span.toolName : !sharesModel(a, b)) return false;
  return hasAlikeTokens(a.span.tokens, b.span.tokens) && (isAtSameTime(a, b) || isClientOf(a, b));
}

/**
 * Whether the later span is that of the client which asks for the earlier one, after what had to be made ready first and before the answer
 * was read: it lies within that, and what became of it is known to be the same.
 */
function isClientOf(a: SpanNode, b: SpanNode): boolean {
  const length = toLength(a);
  if (length === undefined || b.span.endedAt === undefined) return false;
  const isWithin =
    b.span.startedAt >= a.span.startedAt && toEnd(b) <= toEnd(a) + toApart(length) && sharesMostTime(a, b);
  const [ours, theirs] = [a.span.tokens, b.span.tokens];
  const isSameUse = ours?.input !== undefined && theirs?.input !== undefined && ours.output === theirs.output;
  // Of a call that failed the client may know nothing at all.
  const isSameFailure = hasFailed(a) && theirs === undefined && b.span.status !== "ok";
  return isWithin && (isSameUse || isSameFailure);
}

function hasFailed({ span }: SpanNode): boolean {
  return span.status === "error" || span.status === "timeout";
}

/** Calls that go on are compared by their starts alone. */
function isAtSameTime(a: SpanNode, b: SpanNode): boolean {
  const [aLength, bLength] = [toLength(a), toLength(b)];
  const apart = toApart(Math.max(aLength ?? 0, bLength ?? 0));
  if (Math.abs(a.span.startedAt - b.span.startedAt) > apart) return false;
  if (aLength === undefined || bLength === undefined) return true;
  return Math.abs(toEnd(a) - toEnd(b)) <= apart && sharesMostTime(a, b);
}

/** Whether two spans that are over share most of the shorter one: what is tried after a failure begins when that is over. */
function sharesMostTime(a: SpanNode, b: SpanNode): boolean {
  const shorter = Math.min(toEnd(a) - a.span.startedAt, toEnd(b) - b.span.startedAt);
  return shorter === 0 ? toShared(a, b) >= 0 : toShared(a, b) > shorter * SHARED_PART;
}

/** How far apart two instrumentations may take the times of a span of that length. */
function toApart(length: number): number {
  return Math.max(APART_MS, length * APART_PART);
}

function toLength({ span }: SpanNode): number | undefined {
  return span.endedAt === undefined ? undefined : span.endedAt - span.startedAt;
}

/** A call that failed may not have learned its model. Some name the provider before it, or a version after it. */
function sharesModel({ span: a }: SpanNode, { span: b }: SpanNode): boolean {
  const [ours, theirs] = [toModels(a), toModels(b)];
  if (ours.length === 0 || theirs.length === 0) return true;
  return ours.some((our) => theirs.some((their) => isVersionOf(our, their) || isVersionOf(their, our)));
}

/** @example isVersionOf("gpt-4o-mini-2024-07-18", "gpt-4o-mini") // true */
function isVersionOf(model: string, family: string): boolean {
  return model.startsWith(family) && /^($|[-@:]v?\d)/.test(model.slice(family.length));
}

function toModels({ model, responseModel }: FoldSpan): string[] {
  return [model, responseModel].flatMap((name) => (name === undefined ? [] : [name.slice(name.lastIndexOf("/") + 1)]));
}

function hasAlikeTokens(a: FoldTokens = {}, b: FoldTokens = {}): boolean {
  return isAlike(a.input, b.input) && isAlike(a.output, b.output);
}

function isAlike<Value>(a: Value | undefined, b: Value | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function toDistance(a: SpanNode, b: SpanNode): number {
  return Math.abs(a.span.startedAt - b.span.startedAt) + Math.abs(toEnd(a) - toEnd(b));
}

function toShared(a: SpanNode, b: SpanNode): number {
  return Math.min(toEnd(a), toEnd(b)) - Math.max(a.span.startedAt, b.span.startedAt);
}

function toEnd({ span }: SpanNode): number {
  return span.endedAt ?? Number.MAX_SAFE_INTEGER;
}
