import type { ActionContext } from "@runline/contract";
import type { ReadLogRow } from "../sql/list-log-rows.ts";

/** A chain of parents longer than this is a loop. */
const MAX_DEPTH = 1000;

/**
 * The action around each row, by row id, found through the parents of the spans: agents that do not say which action a
 * model call belongs to say it that way.
 */
export function toActionContexts(rows: readonly ReadLogRow[]): Map<string, ActionContext> {
  const parents = new Map<string, string | undefined>();
  const actions = new Map<string, ActionContext>();
  for (const { type, body } of rows) {
    if (!body.span) continue;
    parents.set(body.span.spanId, body.span.parentSpanId);
    const { action, actionId } = body;
    if (type === "action" && typeof action === "string" && typeof actionId === "string") {
      actions.set(body.span.spanId, { actionName: action, actionId });
    }
  }
  const contexts = new Map<string, ActionContext>();
  for (const { id, body } of rows) {
    let spanId = body.span?.parentSpanId;
    for (let depth = 0; spanId !== undefined && depth < MAX_DEPTH; depth++) {
      const context = actions.get(spanId);
      if (context) {
        contexts.set(id, context);
        break;
      }
      spanId = parents.get(spanId);
    }
  }
  return contexts;
}
