import type { ActionContext } from "@runline/contract";
import type { EventRow } from "../sql/list-log-rows.ts";
import { createAncestorSearch } from "./ancestor-search.ts";

/**
 * The action around each row, by row id, found through the parents of the spans: agents that do not say which action a
 * model call belongs to say it that way.
 */
export function toActionContexts(rows: readonly EventRow[]): Map<string, ActionContext> {
  const parents = new Map<string, string | null>();
  const actions = new Map<string, ActionContext>();
  for (const { type, body, spanId, parentSpanId } of rows) {
    if (spanId === null) continue;
    parents.set(spanId, parentSpanId);
    const { action, actionId } = body;
    if (type === "action" && typeof action === "string" && typeof actionId === "string") {
      actions.set(spanId, { actionName: action, actionId });
    }
  }
  const findAction = createAncestorSearch(
    (spanId) => parents.get(spanId) ?? undefined,
    (spanId) => actions.get(spanId),
  );
  const contexts = new Map<string, ActionContext>();
  for (const { id, parentSpanId } of rows) {
    const context = findAction(parentSpanId ?? undefined);
    if (context) contexts.set(id, context);
  }
  return contexts;
}
