import { MAX_TIME_MS, readUuid } from "@runline/contract";
import type { RunPosition } from "../sql/list-runs.ts";

/** The place after a run, as an opaque text for the client. */
export function formatCursor(position: RunPosition): string {
  return Buffer.from(`${position.startedAt}/${position.runId}`).toString("base64url");
}

/** The place that a cursor of ours names; `undefined` when it is none of ours. */
export function parseCursor(cursor: string): RunPosition | undefined {
  const [startedAt, id, ...rest] = Buffer.from(cursor, "base64url").toString("utf8").split("/");
  const runId = readUuid(id);
  if (!startedAt || runId === undefined || rest.length > 0) return undefined;
  const at = Number(startedAt);
  return at >= 0 && at <= MAX_TIME_MS ? { startedAt: at, runId } : undefined;
}
