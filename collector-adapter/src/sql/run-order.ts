import type { RunOrder, RunSort } from "@runline/contract";
import { toTimestamp } from "../database/timestamps.ts";
import type { AddParameter } from "./run-filter.ts";

/** How a list of runs is sorted. */
export interface RunSorting {
  sort: RunSort;
  order: RunOrder;
}

/** Place in a list: what the run after which a page begins is sorted by. `value` is 0 where that is the start alone. */
export interface RunPosition {
  value: number;
  startedAt: number;
  runId: string;
  agentId: string;
}

/** The column that comes first. */
const KEYS: Record<RunSort, string | undefined> = {
  start: undefined,
  duration: "duration_ms",
  tokens: "tokens",
  cost: "cost_usd",
  errors: "errors",
};

/** Equal ones stand by their start. Two agents may claim one run. */
const REST = ["started_at", "run_id", "agent_id"];

const toColumns = (sort: RunSort): string[] => [KEYS[sort] ?? [], REST].flat();

/** What a list is sorted by. */
export function toOrder({ sort, order }: RunSorting): string {
  return toColumns(sort)
    .map((column) => `${column} ${order}`)
    .join(", ");
}

/** Whether a run stands after a place. */
export function isAfter({ sort, order }: RunSorting, after: RunPosition, add: AddParameter): string {
  const place = [
    ...(KEYS[sort] === undefined ? [] : [`${add(after.value)}::float8`]),
    `${add(toTimestamp(after.startedAt))}::timestamptz`,
    `${add(after.runId)}::uuid`,
    `${add(after.agentId)}::uuid`,
  ];
  return `(${toColumns(sort).join(", ")}) ${order === "desc" ? "<" : ">"} (${place.join(", ")})`;
}

/** What a run is sorted by before its start, 0 where nothing is. */
export function toSortValue(sort: RunSort): string {
  return `${KEYS[sort] ?? "0"}::float8`;
}
