import type { FoldedRun } from "./fold-result.ts";
import type { RunDraft, SpanNode } from "./span-node.ts";

/** A step that its run waits for. */
interface Work {
  kind: "model" | "tool" | "wait";
  around: Work | undefined;
  goesOn: boolean;
  /** How many steps directly inside go on. */
  inside: number;
}

/** A step starts or ends. */
interface Turn {
  at: number;
  work: Work;
  isStart: boolean;
}

/**
 * Where the time of a run went: in model calls, in actions, waiting for a person or another system, in neither. A moment belongs to the
 * innermost step that goes on, so that a tool which asks a model waits for the model, and one that has to be allowed for a person, which
 * is not work; of those side by side a model's comes first, waiting comes last, and each moment counts once.
 */
export function toTime({ members }: RunDraft, startedAt: number, endedAt: number): FoldedRun["time"] {
  const working = { model: 0, tool: 0, wait: 0 };
  const leave = (work: Work): void => void (working[work.kind] -= Number(isAtWork(work)));
  const enter = (work: Work): void => void (working[work.kind] += Number(isAtWork(work)));
  let [modelMs, toolMs, waitMs, since] = [0, 0, 0, startedAt];
  for (const { at, work, isStart } of toTurns(members, startedAt, endedAt)) {
    if (working.model > 0) modelMs += at - since;
    else if (working.tool > 0) toolMs += at - since;
    else if (working.wait > 0) waitMs += at - since;
    since = at;
    const { around } = work;
    leave(work);
    work.goesOn = isStart;
    enter(work);
    if (around === undefined) continue;
    leave(around);
    around.inside += isStart ? 1 : -1;
    enter(around);
  }
  const idleMs = Math.max(0, endedAt - startedAt) - modelMs - toolMs - waitMs;
  return {
    modelMs: toMicroseconds(modelMs),
    toolMs: toMicroseconds(toolMs),
    idleMs: toMicroseconds(idleMs),
    ...(waitMs > 0 && { waitMs: toMicroseconds(waitMs) }),
  };
}

function toWork({ kind, span }: SpanNode): Work["kind"] | undefined {
  if (span.isWait === true) return "wait";
  if (kind === "model_call" || kind === "embedding") return "model";
  return kind === "action" ? "tool" : undefined;
}

function isAtWork({ goesOn, inside }: Work): boolean {
  return goesOn && inside === 0;
}

/** The starts and ends of the steps, within the time of the run and by its clock. */
function toTurns(members: readonly SpanNode[], startedAt: number, endedAt: number): Turn[] {
  const works = new Map<SpanNode, Work>();
  const turns: Turn[] = [];
  for (const node of members) {
    const { parent, span, clockOffsetMs } = node;
    const around = parent && works.get(parent);
    const kind = toWork(node);
    if (kind === undefined) {
      // Whatever is inside is inside of the step around this one.
      if (around !== undefined) works.set(node, around);
      continue;
    }
    const work: Work = { kind, around, goesOn: false, inside: 0 };
    works.set(node, work);
    const from = Math.max(startedAt, span.startedAt - clockOffsetMs);
    const to = Math.min(endedAt, span.endedAt === undefined ? endedAt : span.endedAt - clockOffsetMs);
    if (to > from) turns.push({ at: from, work, isStart: true }, { at: to, work, isStart: false });
  }
  return turns.sort((a, b) => a.at - b.at);
}

/** Finer digits are noise of the subtraction. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
