import type { RunEffect } from "../records/span-record.ts";

/**
 * Adds up effects on the same run: one statement may not change a row twice. The later end of the higher rank wins,
 * and its metadata: a `null` there stays, so that it also takes back what is stored. */
export function mergeRunEffects(effects: Iterable<RunEffect>): RunEffect[] {
  const merged = new Map<string, RunEffect>();
  for (const effect of effects) {
    const key = `${effect.agentId}/${effect.runId}`;
    const before = merged.get(key);
    merged.set(key, before ? merge(before, effect) : effect);
  }
  return [...merged.values()];
}

function merge(a: RunEffect, b: RunEffect): RunEffect {
  const bEndsLater = b.end !== undefined && (a.end === undefined || isLater(b.end, a.end));
  return {
    agentId: a.agentId,
    runId: a.runId,
    parentRunId: a.parentRunId ?? b.parentRunId,
    traceId: a.traceId ?? b.traceId,
    roomId: a.roomId ?? b.roomId,
    entityId: a.entityId ?? b.entityId,
    messageId: a.messageId ?? b.messageId,
    startedAt: Math.min(a.startedAt, b.startedAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
    end: bEndsLater ? b.end : a.end,
    heartbeat: (a.heartbeat ?? false) || (b.heartbeat ?? false),
    events: a.events + b.events,
    actions: a.actions + b.actions,
    modelCalls: a.modelCalls + b.modelCalls,
    errors: a.errors + b.errors,
    evaluators: a.evaluators + b.evaluators,
    metadata: bEndsLater ? { ...a.metadata, ...b.metadata } : { ...b.metadata, ...a.metadata },
  };
}

/** The rule within a batch; `ENDS_LATER` in `sql/upsert-runs.ts` is the same one against what is stored. */
function isLater(end: NonNullable<RunEffect["end"]>, than: NonNullable<RunEffect["end"]>): boolean {
  return end.rank === than.rank ? end.endedAt >= than.endedAt : end.rank > than.rank;
}
