import type { Database } from "../database/database.ts";
import type { BatchResult, ChangedRun } from "../records/commit.ts";
import type { OpenSpan, RunEffect, SpanRecord } from "../records/span-record.ts";
import { deleteOpenSpans } from "../sql/delete-open-spans.ts";
import { insertLogRows } from "../sql/insert-log-rows.ts";
import { upsertAgents, type SeenAgent } from "../sql/upsert-agents.ts";
import { upsertOpenSpans } from "../sql/upsert-open-spans.ts";
import { upsertRuns } from "../sql/upsert-runs.ts";
import { mergeRunEffects } from "./merge-run-effects.ts";

/**
 * Writes the records of one batch in one transaction. Rows that are there already change nothing and count nothing, so
 * that a sender may try again as often as it likes.
 */
export async function writeBatch(database: Database, records: readonly SpanRecord[]): Promise<BatchResult> {
  const entries = records.flatMap((record) => record.rows);
  const ended = new Set(records.flatMap((record) => (record.closes ? [spanKey(record.closes)] : [])));
  const open = new Map<string, OpenSpan>();
  for (const { open: span } of records) {
    // The Collector puts a snapshot and its final span into one request: the final one wins, whatever their order.
    if (span && !ended.has(spanKey(span))) open.set(spanKey(span), span);
  }
  return database.transaction(async (session) => {
    const inserted = await insertLogRows(
      session,
      entries.map(({ row }) => row),
    );
    const isNew = new Set(inserted.map((row) => rowKey(row)));
    const effects: RunEffect[] = records.flatMap((record) => record.touches);
    for (const { row, effects: added } of entries) {
      if (isNew.delete(rowKey(row))) effects.push(...added); // deleted, so that a row twice in a batch counts once
    }
    const runs = await upsertRuns(session, mergeRunEffects(effects));
    await upsertAgents(session, toSeenAgents(records, runs));
    await upsertOpenSpans(session, [...open.values()]);
    await deleteOpenSpans(
      session,
      records.flatMap((record) => record.closes ?? []),
    );
    const touched = [...inserted.map((row) => row.runId), ...[...open.values()].map((span) => span.runId)];
    return { runs, touchedRunIds: [...new Set(touched)] };
  });
}

function spanKey(span: { runId: string; spanId: string }): string {
  return `${span.runId}/${span.spanId}`;
}

function rowKey(row: { runId: string; id: string }): string {
  return `${row.runId}/${row.id}`;
}

/**
 * The agents of the batch, each once. Their names come from their runs, not from the spans: a sub-agent's span in the same
 * trace would call the whole agent by its name.
 */
function toSeenAgents(records: readonly SpanRecord[], runs: readonly ChangedRun[]): SeenAgent[] {
  const seen = new Map<string, SeenAgent>();
  for (const { agent } of records) {
    if (agent) seen.set(agent.agentId, { agentId: agent.agentId, name: agent.serviceName, isOwnName: false });
  }
  for (const { agentId, agentName } of runs) {
    if (agentName !== null) seen.set(agentId, { agentId, name: agentName, isOwnName: true });
  }
  return [...seen.values()];
}
