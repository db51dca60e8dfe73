import type { FoldSpan } from "./fold-span.ts";

/** A prompt, and the spans that are its turn, by their start. */
interface Turn {
  prompt: FoldSpan;
  pieces: FoldSpan[];
}

/** Where a span turned out to be. */
type Place = Partial<Pick<FoldSpan, "parentSpanId" | "startedAt" | "endedAt">>;
type Places = Map<FoldSpan, Place>;

/**
 * Puts the turns of a session together. Agents that write log records in place of spans tell a prompt when it comes and a step when the
 * step has ended, but neither which prompt a step is of nor when the turn is over. A step without a parent is of the last prompt before
 * it, or of the sub-agent of its name that worked at that time. A turn has ended when the next one begins, or when its last step is an
 * answer of the model, and no tool that was allowed and no model that was asked is waited for. Pure, like the fold.
 */
export function joinTurns<Span extends FoldSpan>(spans: readonly Span[]): Span[] {
  if (!spans.some(({ opensTurn }) => opensTurn)) return [...spans];
  const places: Places = new Map();
  const traces = new Map<string, FoldSpan[]>();
  for (const span of spans.toSorted(byStart)) {
    const inTrace = traces.get(span.traceId);
    if (inTrace === undefined) traces.set(span.traceId, [span]);
    else inTrace.push(span);
  }
  for (const inTrace of traces.values()) {
    const turns = toTurns(inTrace);
    for (const [index, turn] of turns.entries()) placeTurn(turn, index === turns.length - 1, places);
  }
  return spans.map((span) => ({ ...span, ...places.get(span) }));
}

function byStart(a: FoldSpan, b: FoldSpan): number {
  return a.startedAt - b.startedAt || Number(b.opensTurn ?? false) - Number(a.opensTurn ?? false) || byId(a, b);
}

function byId(a: FoldSpan, b: FoldSpan): number {
  return a.spanId < b.spanId ? -1 : 1;
}

/** The turns of the spans of a trace, by their start. Spans that name another parent than a prompt are where that one is. */
function toTurns(spans: readonly FoldSpan[]): Turn[] {
  const turns = spans.filter(({ opensTurn }) => opensTurn).map((prompt): Turn => ({ prompt, pieces: [] }));
  const byPrompt = new Map(turns.map((turn) => [turn.prompt.spanId, turn]));
  let current: Turn | undefined;
  for (const span of spans) {
    if (span.opensTurn) current = byPrompt.get(span.spanId);
    else (span.parentSpanId === undefined ? current : byPrompt.get(span.parentSpanId))?.pieces.push(span);
  }
  return turns;
}

function placeTurn({ prompt, pieces }: Turn, isNewest: boolean, places: Places): void {
  const answers = pieces.filter(({ kind, endedAt }) => kind === "model_call" && endedAt !== undefined).sort(byEnd);
  const tools = new Map(pieces.map((piece) => [piece.kind === "action" ? piece.toolCallId : undefined, piece]));
  const helpers = new Map<string | undefined, FoldSpan>();
  let isWaiting = false;
  let last = prompt;
  let endedAt = prompt.startedAt;
  for (const piece of pieces) {
    const helper = findHelper(helpers.get(piece.agentName), piece);
    if (piece.kind === "run") helpers.set(piece.agentName, piece);
    const announced = findAnnounced(piece, answers, tools);
    if (isNotice(piece) && announced === undefined) isWaiting = true;
    places.set(piece, { ...places.get(piece), parentSpanId: (helper ?? prompt).spanId });
    if (announced?.endsAsking) places.set(announced, { startedAt: piece.startedAt, ...places.get(announced) });
    const isStep = helper === undefined && piece.kind !== "infrastructure";
    if (isStep && toEnd(piece) >= toEnd(last)) last = piece;
    endedAt = Math.max(endedAt, toEnd(piece));
  }
  const hasEnded = !isNewest || (last.kind === "model_call" && !isWaiting);
  places.set(prompt, { endedAt: hasEnded ? endedAt : undefined });
}

function toEnd({ startedAt, endedAt = startedAt }: FoldSpan): number {
  return endedAt;
}

function byEnd(a: FoldSpan, b: FoldSpan): number {
  return toEnd(a) - toEnd(b) || byId(a, b);
}

function findHelper(newest: FoldSpan | undefined, { kind, agentName, startedAt }: FoldSpan): FoldSpan | undefined {
  if (newest === undefined || agentName === undefined || kind === "run") return undefined;
  return startedAt <= toEnd(newest) ? newest : undefined;
}

/** Whether a piece tells of a step that ends later; a request that failed is the call itself. */
function isNotice({ kind, asksModel = false, allowsTool = false }: FoldSpan): boolean {
  return kind === "infrastructure" && (asksModel || allowsTool);
}

/** The step that a piece announced: the tool that was allowed; the first answer after the model was asked. */
function findAnnounced(
  piece: FoldSpan,
  answers: readonly FoldSpan[],
  tools: ReadonlyMap<string | undefined, FoldSpan>,
): FoldSpan | undefined {
  if (!isNotice(piece)) return undefined;
  if (piece.allowsTool) return piece.toolCallId === undefined ? undefined : tools.get(piece.toolCallId);
  let [from, to] = [0, answers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const answer = answers[middle];
    if (answer !== undefined && toEnd(answer) < piece.startedAt) from = middle + 1;
    else to = middle;
  }
  return answers[from];
}
