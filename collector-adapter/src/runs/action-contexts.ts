import type { ActionContext } from "@runline/contract";
import type { EventRow } from "../sql/list-log-rows.ts";
import { createAncestorSearch } from "./ancestor-search.ts";
import { toSpanKey } from "../fold/span-key.ts";
import type { Member } from "./select-members.ts";

/**
 * Finds the action around a span through the parents of the spans: agents that do not say which action a model call belongs to
 * say it that way. Where an action is told twice, it is the one that counts.
 *
 * @param rows - rows of the start and the end of each action that counts
 */
export function createActionSearch(
  members: readonly Member[],
  rows: ReadonlyMap<Member, readonly EventRow[]>,
): (member: Member) => ActionContext | undefined {
  const byKey = new Map(members.map((member) => [toSpanKey(member.span), member]));
  const toParentKey = ({ span }: Member) =>
    span.parentSpanId === undefined ? undefined : toSpanKey({ ...span, spanId: span.parentSpanId });
  const find = createAncestorSearch<string, ActionContext>(
    (key) => {
      const member = byKey.get(key);
      return member && toParentKey(member);
    },
    (key) => {
      const member = byKey.get(key);
      return (
        member &&
        rows
          .get(member)
          ?.map(toContext)
          .find((context) => context !== undefined)
      );
    },
  );
  return (member) => find(toParentKey(member));
}

/** An action's start has its name under another word than its end. */
function toContext({ type, body }: EventRow): ActionContext | undefined {
  const name = type === "action" ? body["action"] : type === "action_event" ? body["actionName"] : undefined;
  const { actionId } = body;
  return typeof name === "string" && typeof actionId === "string" ? { actionName: name, actionId } : undefined;
}
