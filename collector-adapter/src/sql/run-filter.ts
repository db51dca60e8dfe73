import type { RunStatus } from "@runline/contract";
import { HAS_FAILED, hasStatus, IS_LOST, isInRoom, isOfUser } from "./run-columns.ts";

/** What narrows runs; what is absent narrows nothing. */
export interface RunFilter {
  /** Runs of any of these agents. */
  agentIds?: readonly string[] | undefined;
  roomId?: string | undefined;
  entityId?: string | undefined;
  status?: RunStatus | undefined;
  lost?: boolean | undefined;
  /** Bounds of the start, ms since the epoch, both inclusive. */
  from?: number | undefined;
  to?: number | undefined;
  /** Name of an action, or a model, that the run called. */
  action?: string | undefined;
  model?: string | undefined;
  /** In ms; runs that go on have no duration. */
  minDuration?: number | undefined;
  /** In US dollars. */
  minCost?: number | undefined;
  fingerprint?: string | undefined;
  /** Stands in the message, the error or the cause, in upper or lower case. */
  text?: string | undefined;
}

/** Of a name in `runs.models` and `runs.actions`: an index takes no entry above 2.6 kB. */
const MAX_FILTER_NAME_LENGTH = 200;

/** A model or an action as runs are found by it: its first 200 characters. */
export function toFilterName(name: string): string {
  return name.slice(0, MAX_FILTER_NAME_LENGTH);
}

/** Puts a value among those of a statement and gives its place, `$1` for the first. */
export type AddParameter = (value: unknown) => string;

/** Collects the values of a statement that is put together from parts. */
export function createParameters(): { values: unknown[]; add: AddParameter } {
  const values: unknown[] = [];
  return { values, add: (value) => `$${values.push(value)}` };
}

/**
 * What a row of `runs` must be for a filter. Only what is asked for stands in it, and the statement gets no name, so that it is
 * planned for these values: a rare one by its index, a common one on the way.
 *
 * @example
 * const { values, add } = createParameters();
 * const text = `select count(*) from runs where ${toRunCondition({ agentIds: [id], status: "error" }, add)}`;
 */
export function toRunCondition(filter: RunFilter, add: AddParameter): string {
  const asked = (value: unknown, write: (place: string) => string): string[] =>
    value === undefined ? [] : [write(add(value))];
  const [agentId, ...others] = filter.agentIds ?? [];
  const isOfOneAgent = agentId !== undefined && others.length === 0;
  // The index by names has one list for all agents: what it says of a common name takes longer than to look at the runs of one agent.
  const hasName = (column: string, name: string) =>
    isOfOneAgent ? `${name}::text = any(${column})` : `${column} @> array[${name}::text]`;
  const conditions = [
    // Of one agent the index by agent is sorted, and Citus asks one shard; of a list neither holds.
    ...(isOfOneAgent
      ? asked(agentId, (id) => `agent_id = ${id}`)
      : asked(filter.agentIds, (ids) => `agent_id = any(${ids}::uuid[])`)),
    ...asked(filter.roomId, isInRoom),
    ...asked(filter.entityId, isOfUser),
    ...asked(filter.status, hasStatus),
    ...asked(filter.lost, (lost) => `${IS_LOST} = ${lost}::boolean`),
    ...asked(filter.from, (at) => `started_at >= to_timestamp(${at}::float8 / 1000)`),
    ...asked(filter.to, (at) => `started_at < to_timestamp((${at}::float8 + 1) / 1000)`), // a ms has 1000 of the moments kept
    ...asked(filter.action && toFilterName(filter.action), (name) => hasName("actions", name)),
    ...asked(filter.model && toFilterName(filter.model), (name) => hasName("models", name)),
    ...asked(filter.minDuration, (ms) => `duration_ms >= ${ms}::float8`),
    ...asked(filter.minCost, (usd) => `cost_usd >= ${usd}::float8`),
    ...asked(filter.fingerprint, (print) => `(fingerprint = ${print} and ${HAS_FAILED})`),
    ...asked(filter.text?.toLowerCase(), (text) => `strpos(words, ${text}) > 0`),
  ];
  return conditions.join(" and ") || "true";
}
