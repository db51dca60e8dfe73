import { ATTR_ATTRIBUTION, ATTR_GEN_AI_OPERATION_NAME } from "@runline/contract";
import { createAgentLogs } from "../../src/import/create-agent-logs.ts";
import type { ImportedSpan } from "../../src/import/imported-span.ts";
import { parseLogRow } from "../../src/import/parse-log-row.ts";
import type { RowDetails } from "../../src/import/read-details.ts";
import { createElizaLog, toId, type ElizaLog, type ElizaRow } from "./eliza-log.ts";

/** When the logs begin. */
export const STARTED_AT = Date.UTC(2026, 5, 1, 12);
const DAY_MS = 24 * 3_600_000;
const NOTHING: RowDetails = { outcomes: new Map(), entityNames: new Map(), messages: new Map() };

/** A moment of the logs. */
export function at(seconds: number): number {
  return STARTED_AT + seconds * 1000;
}

/** The spans of a log that was read to its end, a day later. */
export function rebuild(write: (log: ElizaLog) => void): ImportedSpan[] {
  const log = createElizaLog(STARTED_AT);
  write(log);
  return settleAll(readRows(log.rows));
}

/** The log after these rows. */
export function readRows(rows: readonly ElizaRow[]): ReturnType<typeof createAgentLogs> {
  const runs = createAgentLogs(new Map([[createElizaLog(0).agentId, "Ada"]]));
  for (const row of rows) addRow(runs, row);
  return runs;
}

/** One more row. */
export function addRow(runs: ReturnType<typeof createAgentLogs>, { entityId, roomId, ...row }: ElizaRow): void {
  const { agentId } = createElizaLog(0);
  const parsed = parseLogRow({ ...row, entity_id: entityId, room_id: roomId, room_agent_id: agentId, stream: null });
  if (!parsed) throw new Error(`elizaOS does not write such a row: ${JSON.stringify(row)}`);
  runs.add(parsed, NOTHING);
}

/** What is certain when nothing more comes. */
export function settleAll(runs: ReturnType<typeof createAgentLogs>): ImportedSpan[] {
  return runs.settle({ upTo: Number.POSITIVE_INFINITY, now: STARTED_AT + DAY_MS });
}

export function isRun({ attributes }: ImportedSpan): boolean {
  return attributes[ATTR_GEN_AI_OPERATION_NAME] === "invoke_agent";
}

/** Whether it may be another run's. */
export function isDoubtful({ attributes }: ImportedSpan): boolean {
  return attributes[ATTR_ATTRIBUTION] === "low";
}

export function findRunSpan(spans: readonly ImportedSpan[], { name }: { name: string }): ImportedSpan {
  const runId = toId("run", "Ada", name);
  const found = spans.find((span) => isRun(span) && span.run?.runId === runId);
  if (!found) throw new Error(`There is no span of the run ${name}.`);
  return found;
}

/** The only span of that name. */
export function findSpan(spans: readonly ImportedSpan[], name: string): ImportedSpan {
  const found = spans.filter((span) => span.name === name);
  if (found[0] === undefined || found.length > 1)
    throw new Error(`There are ${found.length} spans "${name}", not one.`);
  return found[0];
}
